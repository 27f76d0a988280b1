"""Hours for the payroll package: periods, profiles, batches and the ledger (facts of B10, B19)."""
