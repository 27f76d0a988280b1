"""Tests of the classical GAP."""
