"""Non-interference of files: another hidden figure changes no masked file by a single byte."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    make_action,
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_milestone,
    make_plan,
    make_quarter,
    make_risk,
    make_target,
)

pytestmark = pytest.mark.django_db
FILES = (
    *(f"/reports/2009-q3.{ending}" for ending in ("xlsx", "csv", "pdf", "docx")),
    *(f"/plans/ni-101.{ending}" for ending in ("pdf", "docx")),
    *(f"/dashboard/2009-q3.{ending}" for ending in ("pdf", "docx")),
)
# Of a cohort: so few, all but so few, or any number of a tiny one.
SMALL = (
    st.tuples(st.integers(0, 5), st.integers(11, 400))
    | st.integers(11, 400).flatmap(lambda d: st.tuples(st.integers(max(0, d - 5), d), st.just(d)))
    | st.integers(1, 10).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
)


@pytest.fixture
def figure(settings):
    """A hidden figure of the open quarter beside one that everybody may see."""
    settings.LAA_TODAY = date(2010, 1, 11)
    make_quarter("2009/10 Q2", state="closed")
    quarter = make_quarter("2009/10 Q3")
    hidden = make_annual_indicator(code="NI 101")
    make_baseline(indicator=hidden, period="2007/08")
    make_target(indicator=hidden, period="2008/09", value=Decimal(15))
    seen = make_indicator(code="LAC 01")
    make_target(indicator=seen, period="2009/10", value=Decimal(80))
    plan = make_plan(reference="NI 101", indicators=[hidden, seen])
    make_milestone(action=make_action(plan=plan), number=1)
    make_risk(plan=plan)
    make_actual(indicator=seen, period="2009/10 Q3", numerator=30, denominator=60)
    return make_actual(
        indicator=hidden, reported_in=quarter, period="2008/09", numerator=5, denominator=40
    )


def files_for(client, audience: str) -> dict[str, bytes]:
    return {each: client.get(f"{each}?audience={audience}").content for each in FILES}


@pytest.fixture
def masked_files(figure, client, officer):
    """The files of 5 of 40, as the public reads them."""
    client.force_login(officer)
    return files_for(client, "public")


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(other=SMALL)
def test_another_hidden_figure_changes_no_masked_file(masked_files, figure, client, other):
    set_figure(figure, *other)

    assert told_apart(files_for(client, "public"), masked_files) == []


def test_nor_does_it_change_a_file_of_a_board_that_sees_masked_figures(
    figure, client, officer, settings
):
    settings.LAA_BOARD_AUDIENCE = "masked"
    client.force_login(officer)
    before = files_for(client, "board")
    set_figure(figure, 39, 40)

    assert told_apart(files_for(client, "board"), before) == []


def told_apart(some: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    return [each for each in FILES if some[each] != others[each]]


def set_figure(figure, numerator: int, denominator: int) -> None:
    figure.numerator, figure.denominator = numerator, denominator
    figure.reason = "Counted again"
    figure.save()


def test_a_figure_that_may_be_seen_changes_every_masked_file(masked_files, figure, client):
    set_figure(figure, 20, 40)

    assert told_apart(files_for(client, "public"), masked_files) == list(FILES)


def test_a_full_file_changes_with_the_figure(figure, client, officer):
    client.force_login(officer)
    before = files_for(client, "officer")
    set_figure(figure, 4, 40)

    assert told_apart(files_for(client, "officer"), before) == list(FILES)
