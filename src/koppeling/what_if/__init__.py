"""What if: scenarios beside the practice as it is."""
