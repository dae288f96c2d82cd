"""The records of a quarter, read as report objects: what a report says, as data."""
