"""Tests of seeing, erasing and pseudonymising."""
