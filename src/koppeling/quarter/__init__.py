"""From one quarter to the next."""
