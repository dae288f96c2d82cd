"""What other rooms' pages show of imports."""
