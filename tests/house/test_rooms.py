"""Imports go down only: laa_tracker, audit, {reports, workbooks}, returns, risks, plans …"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    {"laa_tracker"},
    {"audit"},
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
# The rooms inside `reports`, likewise: rooms of one floor know nothing of each other.
FLOORS_OF_REPORTS = [
    {"urls"},
    {"pages"},
    {"feeds"},
    {"audiences", "packs"},
    {"board"},
    {"changes", "charts"},
    {"releases"},
    {"disclosure"},
    {"reading"},
    {"admin", "apps"},
    {"locks"},
    {"models"},
]
FLOOR_OF_REPORTS = {room: floor for floor, rooms in enumerate(FLOORS_OF_REPORTS) for room in rooms}
# Modules that could be read aloud to an officer: arithmetic, calendar and words.
WITHOUT_DJANGO = [
    "audit/chain.py",
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
    "plans/own_words.py",
    "plans/progress.py",
    "plans/schedules.py",
    "plans/standing.py",
    "returns/reminder_days.py",
    "returns/workflow.py",
    "risks/scale.py",
    "reports/board/",
    "reports/changes/",
    "reports/charts/",
    "reports/disclosure/masking.py",
    "reports/disclosure/puzzles.py",
    "reports/disclosure/recovering.py",
    "reports/disclosure/wording.py",
    "reports/disclosure/withholding.py",
    "reports/feeds/columns.py",
    "reports/feeds/indicator_nouns.py",
    "reports/feeds/nouns.py",
    "reports/feeds/openapi.py",
    "reports/feeds/plan_nouns.py",
    "reports/feeds/rows.py",
    "reports/feeds/writing.py",
    "reports/packs/",
    "reports/pages/explanations.py",
    "reports/reading/cards.py",
    "reports/reading/cells.py",
    "reports/reading/comparable.py",
    "reports/reading/dependencies.py",
    "reports/reading/digests.py",
    "reports/reading/gaps.py",
    "reports/reading/histories.py",
    "reports/reading/judgements.py",
    "reports/reading/lines.py",
    "reports/reading/objects.py",
    "reports/reading/records.py",
    "reports/reading/revisions.py",
    "reports/reading/sentences.py",
    "reports/releases/building.py",
    "reports/releases/keeping.py",
    "reports/releases/parts.py",
    "sheets/",
    "workbooks/documents/activity.py",
    "workbooks/documents/baselines.py",
    "workbooks/documents/considerations.py",
    "workbooks/documents/exports.py",
    "workbooks/documents/figures.py",
    "workbooks/documents/found.py",
    "workbooks/documents/gathering.py",
    "workbooks/documents/headings.py",
    "workbooks/documents/layout.py",
    "workbooks/documents/questions.py",
    "workbooks/documents/recognising.py",
    "workbooks/documents/staying.py",
    "workbooks/documents/summary.py",
    "workbooks/documents/targets.py",
    "workbooks/documents/walking.py",
    "workbooks/documents/wording.py",
    "workbooks/documents/written.py",
    "workbooks/mapping/applied.py",
    "workbooks/mapping/applying.py",
    "workbooks/mapping/description.py",
    "workbooks/mapping/fields.py",
    "workbooks/mapping/figures.py",
    "workbooks/mapping/fitting.py",
    "workbooks/mapping/grid.py",
    "workbooks/mapping/guessing.py",
    "workbooks/mapping/headings.py",
    "workbooks/mapping/known.py",
    "workbooks/mapping/leaving_out.py",
    "workbooks/mapping/periods.py",
    "workbooks/mapping/row_periods.py",
    "workbooks/mapping/rows.py",
    "workbooks/mapping/synonyms.py",
    "workbooks/mapping/to_date.py",
    "workbooks/mapping/values.py",
    "workbooks/mapping/words.py",
    "workbooks/reading/",
]


def imports_of(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    return {each.split(".")[0] for each in full_imports_of(path)}


def rooms_of_reports_in(path: Path) -> set[str]:
    """The rooms of `reports` that a module imports."""
    names = (each.split(".") for each in full_imports_of(path))
    return {each[1] for each in names if each[0] == "reports" and len(each) > 1}


def full_imports_of(path: Path) -> set[str]:
    """Everything that a module imports, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Call) and _name_of(node.func) == "import_module":
            found |= {
                each.value
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


@pytest.mark.parametrize("room", sorted(FLOOR_OF_REPORTS))
def test_a_room_of_the_reports_imports_only_rooms_of_theirs_below_it(room):
    folder = f"reports/{room}"
    beside_or_above = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules(folder if (ROOT / folder).is_dir() else f"{folder}.py")
        for other in rooms_of_reports_in(path) - {room}
        if FLOOR_OF_REPORTS[other] <= FLOOR_OF_REPORTS[room]
    }

    assert not beside_or_above


def test_every_room_of_the_reports_has_its_floor():
    rooms = {path.parent.name for path in (ROOT / "reports").glob("*/__init__.py")}
    modules_beside_them = {path.stem for path in (ROOT / "reports").glob("[a-z]*.py")}

    assert (rooms | modules_beside_them) - {"migrations"} == FLOOR_OF_REPORTS.keys()


@pytest.mark.parametrize(
    "words",
    [
        "import reports.reading.facts",
        "from reports import reading",
        "def later():\n    from reports.reading.facts import facts_as_at",
        'reading = import_module("reports.reading")',
        'reading = importlib.import_module("reports.reading")',
    ],
)
def test_every_way_of_importing_is_seen(tmp_path, words):
    path = tmp_path / "module.py"
    path.write_text(words)

    assert imports_of(path) == {"reports"}
    assert rooms_of_reports_in(path) == {"reading"}


@pytest.mark.parametrize("module", WITHOUT_DJANGO)
def test_a_rule_needs_no_django(module):
    needing = [
        str(path.relative_to(ROOT)) for path in modules(module) if "django" in imports_of(path)
    ]

    assert not needing


def test_every_room_has_its_floor():
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")} | {"sheets"}

    assert rooms == FLOOR_OF.keys()
