"""Tests of the step to the next quarter."""
