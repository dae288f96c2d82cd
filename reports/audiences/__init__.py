"""Who may read what, and what the frame of every page says of it."""
