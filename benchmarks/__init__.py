"""Benchmarks: instance families, and one command that prints the tables."""
