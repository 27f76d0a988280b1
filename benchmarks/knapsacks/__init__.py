"""The classical GAP: every item in one bin, every bin one knapsack."""
