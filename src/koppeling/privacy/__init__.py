"""What is held on whom, and letting go of it."""
