"""Why the product cannot start, in one line for whoever runs it."""

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def reason_not_to_start() -> str:
    """What keeps the database from being used, and what to do; empty when all is well."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as problem:
        reason = str(problem).strip().splitlines()[0].rstrip(".")
        return f"The database cannot be used: {reason}. Check DATABASE_URL."
    finally:
        connection.close()
    if missing:
        names = ", ".join(sorted({migration.app_label for migration, _ in missing}))
        return f"The database is not at this version ({names}): run make setup first."
    return ""
