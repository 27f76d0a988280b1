"""Looking ahead before hiring."""
