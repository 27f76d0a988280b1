"""Large practices, by parts."""
