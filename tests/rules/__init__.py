"""Tests of the specification without a solver."""
