"""Tests of why this pair, and what another would cost."""
