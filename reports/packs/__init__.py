"""Files to take away. Each is drawn from the same report object as the page."""
