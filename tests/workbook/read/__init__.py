"""Tests of the workbook as it comes in."""
