"""Frozen data and plain dates: what a practice is, without rules or solver."""
