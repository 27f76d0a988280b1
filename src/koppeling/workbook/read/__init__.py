"""From files to an instance."""
