"""What a Board asks of a quarter: where to look first, what is done about it, what to ask."""
