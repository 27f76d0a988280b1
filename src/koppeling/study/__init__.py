"""Questions answered by solving again: prices, fixes, scenarios, forecasts (domain.md §8)."""
