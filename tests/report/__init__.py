"""What comes out."""
