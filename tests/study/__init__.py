"""Tests of the questions that are answered by solving again."""
