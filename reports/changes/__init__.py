"""What changed between two quarters."""
