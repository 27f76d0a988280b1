"""Tests of the columns: bounds, sets, and agreement with the plain model."""
