"""Tests of files as they go out."""
