"""The koppelboek: its schema, reading it safely, and writing empty ones."""
