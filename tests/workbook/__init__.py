"""Tests of the workbook: in, out, and whatever people put in it."""
