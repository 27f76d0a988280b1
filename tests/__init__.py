"""The tests of koppeling; they mirror its rooms."""
