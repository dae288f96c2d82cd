"""What holds of every page of this room: headings, tables, names, and no inline style or script."""

import re
from itertools import pairwise

import pytest
from django.conf import settings

from tests.look.markup import find, text
from tests.reports import samples

STYLES = (settings.BASE_DIR / "static" / "css" / "reports.css").read_text(encoding="utf-8")
# What the cells of a table say on a telephone: by its class, and their places from the last.
LABELS: dict[str, dict[int, str]] = {}
for of, number, label in re.findall(
    r'\.(laa-\w+) td:nth-last-child\((\d)\)::before {\s*content: "(.*): ";', STYLES
):
    LABELS.setdefault(of, {})[int(number)] = label

MANY = samples.quarterly_report(lines=(samples.NI_101, *samples.lines(12)))
LONG_PLAN = samples.plan_report(
    title=samples.LONG, priority=samples.LONG, lines=(samples.NI_101, samples.line("LAC 01", "met"))
)
EMPTY = samples.quarterly_report(lines=(), plans=())

PAGES = {
    "dashboard": ("/dashboard/", {}),
    "dashboard, large": ("/dashboard/?type=large", {}),
    "dashboard, large and filtered": ("/dashboard/?type=large&status=met", {"quarter": MANY}),
    "dashboard, filtered": ("/dashboard/?status=met", {"quarter": MANY}),
    "dashboard, empty": ("/dashboard/2009-q2/", {"quarter": EMPTY}),
    "plans": ("/plans/", {}),
    "plan": ("/plans/ni-101/", {}),
    "plan, long, of two indicators": ("/plans/ni-101/", {"plan": LONG_PLAN}),
    "plan, bare": ("/plans/ni-7/", {}),
    "indicator": ("/indicators/ni-101/", {}),
    "indicator, quarterly": ("/indicators/lac-01/", {}),
    "figure": ("/indicators/ni-101/2008-09/", {}),
    "figure, none": ("/indicators/ni-101/2010-11/", {}),
    "report": ("/reports/2009-q2/", {"quarter": MANY}),
    "report, empty": ("/reports/2009-q2/", {"quarter": EMPTY}),
    "report of a plan": ("/reports/2009-q2/ni-101/", {}),
    "reports": ("/reports/", {}),
    "quarters": ("/quarters/", {}),
    "open a quarter": ("/quarters/2009-q3/open/", {}),
    "first day": ("/", {}),
}


@pytest.fixture(scope="module")
def drawn_before():
    """Each page that was drawn, by its name: all tests look at the same one."""
    return {}


@pytest.fixture(params=PAGES)
def drawn(request, drawn_before):
    """Each page of this room, as an officer sees it."""
    if request.param not in drawn_before:
        pages, officer = map(request.getfixturevalue, ("pages", "officer"))
        address, reports = PAGES[request.param]
        drawn_before[request.param] = pages.show(**reports).as_(officer).get(address)
    return drawn_before[request.param]


def test_the_page_has_one_title_and_headings_that_skip_no_level(drawn):
    levels = [int(each) for each in re.findall(r"<h([1-6])", drawn.html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert max(after - before for before, after in pairwise(levels)) <= 1


def test_nothing_is_styled_or_scripted_in_the_page(drawn):
    assert " style=" not in drawn.html
    assert not drawn.all("style")
    assert all(each[1].get("src") and not each[2:] for each in drawn.all("script"))
    assert not re.search(r"\son[a-z]+=", drawn.html)


def test_every_table_has_a_caption_and_every_heading_its_scope(drawn):
    for table in drawn.all("table"):
        caption = find(table[2:], "caption")
        assert caption or table in keys_of_statuses(drawn), text(table)[:60]
        for heading in find(table[2:], "th"):
            assert heading[1].get("scope") in ("row", "col", "rowgroup", "colgroup")


def keys_of_statuses(drawn):
    """The key of statuses stands under a summary that names it."""
    return [table for details in drawn.all("details") for table in find(details[2:], "table")]


def test_every_row_fills_its_table(drawn):
    for table in drawn.all("table"):
        spans: dict[int, int] = {}
        widths = []
        for number, row in enumerate(find(table[2:], "tr")):
            width = spans.pop(number, 0)
            for cell in [each for each in row[2:] if not isinstance(each, str)]:
                columns = int(cell[1].get("colspan", 1))
                width += columns
                for further in range(1, int(cell[1].get("rowspan", 1))):
                    spans[number + further] = spans.get(number + further, 0) + columns
            widths.append(width)
        assert len(set(widths)) == 1, (text(table)[:60], widths)


def test_no_name_of_a_place_is_given_twice(drawn):
    names = re.findall(r'\sid="([^"]+)"', drawn.html)
    assert sorted(names) == sorted(set(names))


def test_every_link_within_the_page_finds_its_place(drawn):
    names = set(re.findall(r'\sid="([^"]+)"', drawn.html))
    for link in drawn.all("a"):
        if link[1]["href"].startswith("#"):
            assert link[1]["href"][1:] in names


def test_every_link_says_where_it_leads(drawn):
    assert all(text(each).strip() for each in drawn.all("a"))


def test_what_scrolls_sideways_is_named_and_reached_by_keyboard(drawn):
    for region in drawn.all("div", class_="laa-scroll"):
        assert region[1]["tabindex"] == "0"
        assert region[1]["role"] == "region"
        assert region[1]["aria-label"]


def test_every_cell_of_a_card_says_its_heading(drawn):
    """By itself, or by the style sheet, which counts the cells of a row from the last."""
    for table in drawn.all("table", class_="laa-table--stacked"):
        headings = [text(each) for each in find(table[2:], "th", scope="col")]
        headings = [each.removeprefix("Current ") for each in headings]
        in_style = LABELS.get(next(iter(set(table[1]["class"].split()) & set(LABELS)), ""))
        for row in find(table[2:], "tr"):
            cells = [each for each in row[2:] if not isinstance(each, str)]
            for place, cell in enumerate(reversed(cells), start=1):
                if in_style and cell[0] == "td":
                    assert in_style[place] == headings[-place]
                elif "data-label" in cell[1]:
                    assert cell[1]["data-label"] in (*headings, "Q1 to Q4")


def test_the_style_sheet_labels_cells_of_tables_that_there_are():
    assert set(LABELS) == {
        "laa-lines", "laa-troubled", "laa-steps", "laa-risks", "laa-due", "laa-actions"
    }  # fmt: skip
