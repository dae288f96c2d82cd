"""Imports go down only: laa_tracker, {reports, workbooks}, returns, risks, plans, indicators …"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    {"laa_tracker"},
    {"reports", "workbooks"},
    {"returns"},
    {"risks"},
    {"plans"},
    {"indicators"},
    {"periods"},
    {"accounts"},
    {"sheets"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# Modules that could be read aloud to an officer: arithmetic, calendar and words.
WITHOUT_DJANGO = [
    "periods/calendar.py",
    "periods/dates.py",
    "periods/rounds.py",
    "periods/working_days.py",
    "indicators/changes.py",
    "indicators/codes.py",
    "indicators/disclosure.py",
    "indicators/entries.py",
    "indicators/expectations.py",
    "indicators/markers.py",
    "indicators/nouns.py",
    "indicators/performance.py",
    "indicators/recovery.py",
    "indicators/series.py",
    "indicators/small_numbers.py",
    "indicators/values.py",
    "indicators/versions.py",
    "plans/progress.py",
    "plans/schedules.py",
    "plans/standing.py",
    "returns/reminder_days.py",
    "returns/workflow.py",
    "risks/scale.py",
    "reports/keeping.py",
    "reports/objects.py",
    "reports/sentences.py",
    "reports/cells.py",
    "reports/lines.py",
    "reports/histories.py",
    "reports/masking.py",
    "reports/recovering.py",
    "reports/withholding.py",
    "reports/packs/",
    "reports/feeds/columns.py",
    "reports/feeds/indicator_nouns.py",
    "reports/feeds/nouns.py",
    "reports/feeds/openapi.py",
    "reports/feeds/plan_nouns.py",
    "reports/feeds/rows.py",
    "reports/feeds/writing.py",
    "sheets/",
]


def imports_of(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and _name_of(node.func) == "import_module":
            found |= {
                each.value.split(".")[0]
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


def _name_of(function: ast.expr) -> str:
    """`import_module`, called by its name or as `importlib.import_module`."""
    return getattr(function, "attr", getattr(function, "id", ""))


def modules(folder: str) -> list[Path]:
    place = ROOT / folder
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("room", sorted(FLOOR_OF))
def test_a_room_imports_only_rooms_below_it(room):
    above = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules(room)
        for other in imports_of(path) & FLOOR_OF.keys()
        if other != room and FLOOR_OF[other] <= FLOOR_OF[room]
    }

    assert not above


@pytest.mark.parametrize(
    "words",
    [
        "import reports.facts",
        "def later():\n    from reports.facts import facts_as_at",
        'locks = import_module("reports.locks")',
        'locks = importlib.import_module("reports.locks")',
    ],
)
def test_every_way_of_importing_is_seen(tmp_path, words):
    path = tmp_path / "module.py"
    path.write_text(words)

    assert imports_of(path) == {"reports"}


@pytest.mark.parametrize("module", WITHOUT_DJANGO)
def test_a_rule_needs_no_django(module):
    needing = [
        str(path.relative_to(ROOT)) for path in modules(module) if "django" in imports_of(path)
    ]

    assert not needing


def test_every_room_has_its_floor():
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")} | {"sheets"}

    assert rooms == FLOOR_OF.keys()
