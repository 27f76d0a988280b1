"""Why this pair, and what another would cost."""
