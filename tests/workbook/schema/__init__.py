"""Tests of the declaration of sheets and columns."""
