"""Tests of the way from people to arrays."""
