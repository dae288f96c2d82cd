"""Charts, each with a title that says the finding, its words and its table."""
