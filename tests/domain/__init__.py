"""Tests of the plain data: dates, people, trajectories, results."""
