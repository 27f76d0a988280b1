"""Tests of what leaves the workbook."""
