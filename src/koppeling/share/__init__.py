"""What others get: lists, calendars, the pairings."""
