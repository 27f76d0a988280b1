"""Tests of what-if: scenarios beside the practice as it is."""
