"""Sets of items per bin as columns: tight bounds, and few sets left to choose from."""
