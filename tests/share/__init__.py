"""Tests of what leaves the workbook for others."""
