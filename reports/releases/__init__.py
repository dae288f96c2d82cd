"""A quarter’s reports put together, kept and published."""
