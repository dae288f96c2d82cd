"""Why the product cannot start, in one line for whoever runs it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def reason_not_to_start() -> str:
    """What keeps the database from being used, and what to do; empty when all is well."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        empty = not executor.loader.applied_migrations
    except DatabaseError as problem:
        reason = str(problem).strip().splitlines()[0].rstrip(".")
        return f"The database cannot be used: {reason}. Check DATABASE_URL."
    finally:
        connection.close()
    if empty:
        return "The database is empty: run make setup first."
    return "The database is not at this version: run make setup first." if missing else ""
