"""A house as the first version kept it, full, and how it comes to this version.

`… tests.load.old_schema fill` makes it, with `LAA_TESTS_FIGURES` figures; `step` applies each
migration after that by itself and tells how long each took; `fail` has the last one of the figures
fail at its end, and tells what that changed. Without Django's own migrations, which are all there.
"""

import json
import os
import sys
import time
from decimal import Decimal
from importlib import import_module

import django
from django.core.management import call_command
from django.db import connection, migrations, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from periods.calendar import FinancialQuarter

OURS = ("periods", "accounts", "indicators", "plans", "risks", "returns", "reports", "workbooks")
OLDEST = [(each, "0001_initial") for each in OURS]
QUARTERS = [FinancialQuarter(2000, 1).plus(number).label for number in range(61)]
PLAN_OF, IMPORTS, CHANGES = 6, 20, 2_000
BATCH = 5_000


def executor() -> MigrationExecutor:
    made = MigrationExecutor(connection)
    made.loader.check_consistent_history(connection)
    return made


def fill() -> dict:
    """The oldest schema, its guards and many rows."""
    made = executor()
    others = [each for each in made.loader.graph.leaf_nodes() if each[0] not in (*OURS, "audit")]
    state = made.migrate([*OLDEST, *others])
    with transaction.atomic():
        put_rows(state.apps, int(os.environ["LAA_TESTS_FIGURES"]))
    # As the versions before did after each migrate.
    for each in ("returns.locks", "reports.locks"):
        import_module(each).install_locks(using="default")
    return counted()


def put_rows(apps, figures: int) -> None:
    """Indicators with two figures about each quarter; plans, a return and a release a quarter."""
    now = timezone.now()

    def put(model: str, rows) -> list:
        manager = apps.get_model(model).objects
        entered = {"entered_at": now} if "entered_at" in names_of(manager.model) else {}
        made = [manager.model(**entered | each) for each in rows]
        manager.bulk_create(made, batch_size=BATCH)
        keep_history(apps, model)
        return made

    put(
        "periods.Quarter",
        [{"label": each, "state": "published"} for each in QUARTERS[:-1]]
        + [{"label": QUARTERS[-1], "state": "open", "due": now.date(), "opens": now.date()}],
    )
    [officer] = put("accounts.User", [{"username": "o", "email": "o@council.example", "name": "O"}])
    indicators = put(
        "indicators.Indicator",
        (
            {"code": f"LAC {n}", "slug": f"lac-{n}", "title": "Children helped"}
            for n in range(figures // 120)
        ),
    )
    put("indicators.IndicatorRule", ({"indicator": each} for each in indicators))
    put(
        "indicators.Target",
        (
            {
                "indicator": each,
                "period": "2009/10",
                "value": Decimal(50),
                "from_quarter": QUARTERS[0],
            }
            for each in indicators
        ),
    )
    put("indicators.Actual", figures_of(indicators))
    [agreement] = put(
        "plans.Agreement",
        # As that version allowed it, and a later one does not.
        [{"title": "Agreement", "first_year": "2008/09 Q1", "last_year": "2010/11"}],
    )
    plans = put(
        "plans.DeliveryPlan",
        (
            {
                "agreement": agreement,
                "reference": f"Plan {n}",
                "slug": f"plan-{n}",
                "title": f"P {n}",
            }
            for n in range(max(1, len(indicators) // PLAN_OF))
        ),
    )
    actions = put(
        "plans.Action",
        ({"plan": each, "number": n, "action": "Help"} for each in plans for n in (1, 2)),
    )
    put(
        "plans.ActionUpdate",
        (
            {"action": each, "quarter_id": label, "status": "on track", "commentary": "It goes on."}
            for each in actions
            for label in QUARTERS
        ),
    )
    risks = put("risks.Risk", ({"plan": each, "number": 1, "risk": "None comes"} for each in plans))
    put(
        "risks.RiskAssessment",
        (
            {"risk": each, "quarter_id": label, "impact": "Medium", "likelihood": "Low"}
            for each in risks
            for label in QUARTERS
        ),
    )
    ours = put(
        "returns.Return",
        ({"plan": each, "quarter_id": label} for each in plans for label in QUARTERS),
    )
    put(
        "returns.ReturnEvent",
        (
            {"owner": each, "step": step, "by": officer}
            for each in ours
            for step in ("started", "submitted", "signed off")
        ),
    )
    releases = put(
        "reports.Release",
        ({"quarter_id": label, "number": 1, "published_by": officer} for label in QUARTERS[:-1]),
    )
    report = {"lines": ["A line of a report, as it is kept. " * 3] * 100}
    put(
        "reports.ReleasedReport",
        (
            {"release": each, "key": f"plan/plan-{n}", "data": report}
            for each in releases
            for n in range(10)
        ),
    )
    rows = [
        {"sheet": "Actuals", "row": n, "changes": {"Value": [n, n + 1]}} for n in range(CHANGES)
    ]
    put(
        "workbooks.Import",
        (
            {"name": f"{n}.xlsx", "content": b"x" * 1000, "checksum": str(n), "changes": rows}
            for n in range(IMPORTS)
        ),
    )


def figures_of(indicators):
    for each in indicators:
        for at, label in enumerate(QUARTERS[:-1]):
            for later, standing in enumerate(("provisional", "final")):
                yield {
                    "indicator": each,
                    "period": label,
                    "reported_in_id": QUARTERS[at + later],
                    "standing": standing,
                    "numerator": at + later,
                    "denominator": 80,
                    "why": "Two social workers left, and their posts stood empty.",
                }


def names_of(model, what: str = "name") -> set[str]:
    return {getattr(each, what) for each in model._meta.concrete_fields}


def keep_history(apps, model: str) -> None:
    """A row of its history for each row, where that model has one."""
    app, name = model.split(".")
    try:
        kept = apps.get_model(app, f"Historical{name}")
    except LookupError:
        return
    quote = connection.ops.quote_name
    its = apps.get_model(model)
    columns = ", ".join(map(quote, sorted(names_of(kept, "column") & names_of(its, "column"))))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(kept._meta.db_table)} "  # noqa: S608 - names of our own tables
            f"({columns}, history_date, history_type) "
            f"SELECT {columns}, %s, '+' FROM {quote(its._meta.db_table)}",
            [connection.ops.adapt_datetimefield_value(timezone.now())],
        )


def step() -> dict:
    """Every migration that is missing, one after the other, and the seconds that each took."""
    took = []
    made = executor()
    for each, _ in made.migration_plan(made.loader.graph.leaf_nodes()):
        began = time.monotonic()
        executor().migrate([(each.app_label, each.name)])
        took.append([f"{each.app_label} {each.name}", time.monotonic() - began])
    began = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    took.append(["guards, once they are all there", time.monotonic() - began])
    return {"took": took} | counted()


def fail(*, atomic: str = "") -> dict:
    """What is another than before, when a migration fails after the last thing it does."""
    last = import_module("indicators.migrations.0002_broken_down_by").Migration
    last.operations = [*last.operations, migrations.RunPython(fails)]
    last.atomic = atomic != "not"
    before = schema()
    try:
        call_command("migrate", "indicators", interactive=False, verbosity=0)
    except ZeroDivisionError:
        return {"changed": sorted(schema() ^ before)} | counted()
    raise AssertionError("It did not fail.")


def fails(apps, schema_editor):
    raise ZeroDivisionError


def schema() -> set[str]:
    """Every table, column, index, trigger and constraint, in words, and which migrations are in."""
    found = {str(each) for each in executor().loader.applied_migrations}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_master"
            )
            return found | {each for (each,) in cursor.fetchall()}
        for question in (
            "SELECT table_name || '.' || column_name || ' ' || data_type FROM "
            "information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint",
            "SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
        ):
            cursor.execute(question)
            found |= {each for (each,) in cursor.fetchall()}
    return found


def counted() -> dict:
    """How many rows each of our tables has, and the sum of all figures."""
    tables = [
        each
        for each in connection.introspection.table_names()
        if each.partition("_")[0] in (*OURS, "audit")
    ]
    with connection.cursor() as cursor:
        rows = {}
        for each in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {each}")  # noqa: S608 - our own tables
            rows[each] = cursor.fetchone()[0]
        cursor.execute("SELECT SUM(numerator) FROM indicators_actual")
        return {"rows": rows, "sum": int(cursor.fetchone()[0])}


if __name__ == "__main__":
    django.setup()
    what, *words = sys.argv[1:]
    told = {"fill": fill, "step": step, "fail": lambda *atomic: fail(atomic="".join(atomic))}
    json.dump(told[what](*words), sys.stdout)
