"""Telling no one’s secret: what is hidden, what would give it away, which words are cleared."""
