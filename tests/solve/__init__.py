"""Tests of the solver: the answer is the best, and comes whatever happens."""
