"""Page, JSON and CSV of one quarter say the same figures and the same statuses."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from django.test import Client, override_settings

from accounts.models import User
from indicators.models import Indicator
from laa_tracker.demonstration.loading import load
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from reports.audiences.access import reading_for
from reports.feeds.nouns import NOUNS
from reports.packs.blocks import CLASSIC
from reports.releases.publishing import publish
from returns.rounds import close_quarter
from tests.access.crawl import rolled_back
from tests.builders import make_actual, make_target, make_user
from tests.look.markup import find, text
from tests.reports.feeds.reading import ask, rows_of_csv, rows_of_json, text_of
from tests.reports.files import (
    pages_of,
    pdf_of,
    rows_of_sheet,
    tables_of,
    word_of,
    workbook_of,
)

pytestmark = pytest.mark.django_db

TODAY = date(2010, 1, 11)
Q2, Q3 = FinancialQuarter(2009, 2), FinancialQuarter(2009, 3)
READINGS = [
    ("officer", Q3),
    ("officer", Q2),
    ("board", Q2),
    ("lead", Q2),
    ("stranger", Q2),
]


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        rolled_back(),
        override_settings(LAA_TODAY=TODAY, LAA_DEMO_PASSWORD="a password for tests"),
    ):
        load()
        make_user(username="stranger")
        yield


@pytest.fixture(scope="module", params=READINGS, ids=lambda each: f"{each[0]} {each[1].slug}")
def read(request, demonstration):
    """Somebody at a quarter: their browser, their reading of it, and the quarter."""
    name, quarter = request.param
    return browser_of(name), reading_for(User.objects.get(username=name), quarter), quarter


def browser_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


@cache  # several tests look at the rows that the same browser was given
def both(client: Client, noun: str, quarter: FinancialQuarter) -> list[dict]:
    """The rows as JSON has them, which are the rows as CSV has them."""
    rows = rows_of_json(ask(f"{noun}.json?as_at={quarter.slug}", client=client))
    in_csv = rows_of_csv(ask(f"{noun}.csv?as_at={quarter.slug}", client=client))
    assert [as_cells(row) for row in rows] == in_csv
    return rows


def as_cells(row: dict) -> dict:
    """A row of JSON as CSV writes it: one line of text, in which nothing is a formula."""
    return {name: as_cell(value) for name, value in row.items()}


def as_cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    lines = " ".join(each.strip() for each in value.splitlines() if each.strip())
    return f"'{lines}" if lines.lstrip("'")[:1] in tuple("=+-@") and not is_number(value) else lines


def is_number(value: str) -> bool:
    try:
        return bool(Decimal(value)) or True
    except ArithmeticError:
        return False


def as_number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@pytest.mark.parametrize("noun", NOUNS)
def test_json_and_csv_have_the_same_rows(read, noun):
    client, reading, quarter = read

    rows = both(client, noun, quarter)

    if not NOUNS[noun].public and reading.asked is None and reading.user.username == "stranger":
        assert rows == []
    else:
        assert rows


def test_the_statuses_are_those_of_the_report(read):
    client, reading, quarter = read
    lines = reading.quarterly_report().lines

    told = [
        (
            row["indicator"],
            row["status"],
            row["shown"],
            as_number(row["value"]),
            as_number(row["numerator"]),
            as_number(row["denominator"]),
            row["target_shown"],
            row["direction"],
            as_number(row["run_length"]),
            as_number(row["k_more"]),
            as_number(row["fragile_by"]),
            row["sureness"],
            row["forecast_status"],
            row["finding"],
            row["rated"],
        )
        for row in both(client, "statuses", quarter)
    ]

    assert told == [
        (
            line.code,
            line.status,
            line.actual.text if line.actual else None,
            line.actual.value if line.actual else None,
            line.actual.numerator if line.actual else None,
            line.actual.denominator if line.actual else None,
            line.target.text if line.target else None,
            line.direction,
            line.run_length,
            line.k,
            line.fragile_by,
            line.sureness or None,
            line.forecast_status or None,
            line.finding,
            line.is_result,
        )
        for line in lines
    ]


def test_the_statuses_are_those_of_the_page(read):
    client, _, quarter = read
    page = client.get(f"/plans/?as_at={quarter.slug}").content.decode()
    on_page = {}
    for table in find(page, "table"):
        for row in find(table[2:], "tr"):
            cells = [each for each in row[2:] if not isinstance(each, str)]
            if words := find(cells[1:], "b"):
                code = " ".join(text(cells[0]).split()[:2])
                on_page[code] = [text(words[0]), *map(text, cells[2:])]

    rows = [row for row in both(client, "statuses", quarter) if row["plan"]]

    assert {row["indicator"] for row in rows} == set(on_page)
    for row in rows:
        status, figure, target = on_page[row["indicator"]]
        assert status == row["status"]
        assert figure.startswith(row["shown"] or "–")
        assert target == (row["target_shown"] or "–")


# What each of them names its own view of the report.
VIEWS = {"officer": "officer", "board": "board", "lead": "own", "stranger": "public"}


def test_the_statuses_and_figures_are_those_of_the_files(read):
    client, reading, quarter = read
    address = f"/reports/{quarter.slug}"
    sheet, word, pdf = (
        client.get(f"{address}.{form}?audience={VIEWS[reading.user.username]}")
        for form in ("xlsx", "docx", "pdf")
    )
    in_sheet = {row["Reference"]: row for row in rows_of_sheet(workbook_of(sheet), "Indicators")}
    tables = tables_of(word_of(word)).values()
    in_word = {row[0]: row for rows in tables for row in rows if len(row) == len(CLASSIC)}
    in_pdf = " ".join(pages_of(pdf_of(pdf)))

    rows = [row for row in both(client, "statuses", quarter) if row["plan"]]
    assert {row["indicator"] for row in rows} == in_sheet.keys()
    for row in rows:
        title = f"{row['indicator']} {in_sheet[row['indicator']]['Indicator']}"
        assert in_sheet[row["indicator"]]["Status"] == row["status"]
        assert in_word[title][CLASSIC.index("Status")].lower().startswith(row["status"])
        assert " ".join(in_word[title]) in in_pdf, "the row of Word is that of the PDF"
        assert (row["shown"] or "–") in " ".join(in_word[title])
        if row["value"] is not None:
            figure = in_sheet[row["indicator"]]["Figure"]
            assert abs(Decimal(str(figure)) - Decimal(row["value"])) < Decimal("0.1")


def test_the_figures_are_those_of_the_indicators_pages(read):
    client, reading, quarter = read
    lines = reading.quarterly_report().lines
    expected = [
        (report.line.code, period.period, cell.reported_in, cell.standing, cell.text, cell.value)
        for report in reading.indicator_reports(line.slug for line in lines)
        for period in report.periods
        for cell in period.reports
    ]

    assert [
        (
            row["indicator"],
            row["period"],
            row["reported_in"],
            row["standing"],
            row["shown"],
            as_number(row["value"]),
        )
        for row in both(client, "actuals", quarter)
    ] == expected


def test_of_each_period_one_figure_and_of_each_period_one_target_holds(read):
    client, _, quarter = read

    for noun, holds in (("actuals", "stands"), ("targets", "in_force")):
        rows = both(client, noun, quarter)
        periods = {(row["indicator"], row["period"]) for row in rows}
        standing = [(row["indicator"], row["period"]) for row in rows if row[holds]]
        assert len(standing) == len(set(standing))
        assert set(standing) == periods


def test_what_is_hidden_has_no_number_and_says_so(read):
    client, _, quarter = read
    hidden = ("value", "numerator", "denominator")

    for noun in ("statuses", "actuals", "baselines"):
        for row in both(client, noun, quarter):
            assert row["masked"] is (row["shown"] == "[c]")
            assert row["masked"] is (row["no_number_because"] == "masked")
            assert bool(row["no_number_because"]) is (row["value"] is None)
            if row["masked"]:
                assert {row[name] for name in hidden} == {None}
            if row["masked"] and noun == "statuses":
                assert row["status"] == "masked"
                assert row["direction"] == "none"
                assert row["run_length"] == "0"
                assert {row[name] for name in DERIVED} == {None}


DERIVED = (
    "judged_shown", "judged_value", "year_to_date", "year_to_date_value", "target_as_children",
    "direction_in_words", "k_more", "k_more_in_words", "fragile_by", "fragility", "sureness",
)  # fmt: skip


def test_masked_and_unmasked_rows_are_both_seen_above(demonstration, db, settings):
    settings.LAA_TODAY = TODAY
    of_stranger = both(browser_of("stranger"), "statuses", Q2)
    of_board = both(browser_of("board"), "statuses", Q2)

    assert {row["masked"] for row in of_stranger} == {True, False}
    assert {row["masked"] for row in of_board} == {False}
    assert {row["restricted"] for row in of_board} == {True, False}
    of_officer = [each for at in (Q2, Q3) for each in both(browser_of("officer"), "statuses", at)]
    words = {row["no_number_because"] for row in of_officer}
    assert {"suppressed", "not available", "not due", "not returned", "awaited"} <= words


@pytest.mark.parametrize(
    "name",
    [
        "officer",
        pytest.param("board", marks=pytest.mark.thorough),
        pytest.param("lead", marks=pytest.mark.thorough),
        "stranger",
    ],
)
def test_a_published_quarter_says_the_same_whatever_comes_after_it(
    demonstration, db, settings, name
):
    settings.LAA_TODAY = TODAY
    client = browser_of(name)
    addresses = [f"{noun}.{form}?as_at=2009-q2" for noun in NOUNS for form in ("json", "csv")]
    before = {address: text_of(ask(address, client=client)) for address in addresses}

    put_through_quarter_3()

    after = {address: text_of(ask(address, client=client)) for address in addresses}
    assert [address for address in addresses if after[address] != before[address]] == []
    (latest,) = {row["as_at"] for row in rows_of_json(ask("plans.json", client=client))}
    assert latest == "2009/10 Q3"


def put_through_quarter_3() -> None:
    """Another figure, another target, and Quarter 3 is closed and published."""
    gcse = Indicator.objects.get(code="NI 99")
    make_target(
        indicator=gcse, period="2009/10", value=Decimal(99), from_quarter="2009/10 Q3",
        reason="Agreed anew", approval_reference="X 1", agreed_by="Everybody",
    )  # fmt: skip
    if not gcse.actuals.filter(period="2009/10", reported_in="2009/10 Q3").exists():
        make_actual(
            indicator=gcse, period="2009/10", standing="forecast", numerator=11, denominator=40,
            reported_in=Quarter.objects.get(label="2009/10 Q3"),
        )  # fmt: skip
    officer = User.objects.get(username="officer")
    quarter = Quarter.objects.get(label="2009/10 Q3")
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="The gaps are known")
