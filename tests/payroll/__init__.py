"""Tests of the payroll files and their ledger."""
