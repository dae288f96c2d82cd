"""The pages and files one asks for: each reads a report as one person may, and renders it."""
