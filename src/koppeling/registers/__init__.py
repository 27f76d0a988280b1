"""Registers and progress for management."""
