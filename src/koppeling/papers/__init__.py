"""The papers of a guidance: plans, talks, statements."""
