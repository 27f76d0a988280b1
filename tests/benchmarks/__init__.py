"""The benchmarks tell the truth."""
