"""How the running product is watched: request ids, logs, health, and counts for a monitor."""
