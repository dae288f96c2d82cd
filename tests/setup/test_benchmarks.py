"""BENCHMARKS.md says of each line whether its goal was reached."""

from datetime import date

from tools.benchmarks import page

LINES = [
    {"bar": "P12", "what": "import", "on": "SQLite", "measured": "8.0 times stock",
     "goal": "at least 7", "reached": True, "more": ""},
    {"bar": "P2", "what": "dashboard", "on": "SQLite", "measured": "2.4 times the bare page",
     "goal": "at most 2", "reached": False, "more": "9 ms"},
]  # fmt: skip


def test_lines_stand_in_the_order_of_their_bars_and_say_what_was_not_reached():
    *_, first, second = page(LINES, date(2026, 11, 30)).splitlines()
    assert first == (
        "| P2 | dashboard (9 ms) | SQLite | 2.4 times the bare page | at most 2 | **not reached** |"
    )
    assert second == "| P12 | import | SQLite | 8.0 times stock | at least 7 | reached |"


def test_it_says_when_it_was_measured():
    assert "on 30 November 2026: " in page(LINES, date(2026, 11, 30))
