"""Dates: from decided pairs to a year of meetings (domain.md §7); knows no solver."""
