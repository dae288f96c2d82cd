"""What quarters are compared by: made of the reports, kept in releases, read by whom it may."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from periods.calendar import FinancialQuarter
from periods.models import Quarter
from reports.audiences.access import reading_for
from reports.disclosure.withholding import without_texts
from reports.reading.digests import Digest, course_of, digest_of, of_plans_only, with_own
from reports.releases.building import Building
from reports.releases.keeping import as_data, from_data
from reports.releases.parts import WHOLE, Part, codes_of
from reports.releases.publishing import publish, withdraw
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_actual,
    make_annual_indicator,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_target,
    make_user,
)
from tests.reports import samples

DIGEST = digest_of(
    samples.stamp(),
    [samples.plan_report()],
    map(course_of, [samples.indicator_report(), samples.quarterly_indicator()]),
    date(2009, 11, 5),
)
NI_101, LAC_03 = DIGEST.indicators
Q2 = FinancialQuarter(2009, 2)


def test_an_indicator_is_told_by_its_status_and_by_what_stands_for_each_period():
    assert (NI_101.status, NI_101.about, NI_101.ahead) == ("missed", "2008/09", "")
    assert [(each.period, each.text) for each in NI_101.figures] == [("2008/09", "12.5%")]
    assert NI_101.figure_about("2008/09").counts == "5 of 40 young people"
    assert NI_101.figure_about("2030/31") is None


def test_a_baseline_is_no_figure_that_was_reported():
    report = samples.indicator_report()
    first = replace(report.periods[0], stands=samples.BASELINE)
    digest = digest_of(samples.stamp(), [], [course_of(replace(report, periods=(first,)))])

    assert digest.indicators[0].figures == ()
    assert digest.indicators[0].baseline.text == "2.4%"


def test_what_cannot_change_or_is_said_elsewhere_is_left_out():
    (plan,) = DIGEST.plans

    assert {each.how_managed for each in plan.risks} == {""}
    assert {each.who for each in plan.actions} == {()}
    assert {each.indicator_status for each in plan.dependencies} == {""}
    assert [each.milestones for each in plan.actions] == [
        each.milestones for each in samples.ACTIONS
    ]


def test_a_digest_is_kept_and_read_again_exactly():
    assert from_data(as_data(DIGEST), Digest) == DIGEST


def test_only_what_is_not_usual_is_kept_of_it():
    data = as_data(DIGEST)

    assert "ended" not in data["plans"][0]
    assert "withheld" not in data["plans"][0]


def test_texts_and_reasons_of_our_people_are_taken_out_for_the_public():
    public = without_texts(replace(DIGEST, stamp=samples.stamp(release_reason="The cohort was 41")))
    (plan,) = public.plans

    assert (plan.actions, plan.risks, plan.dependencies, plan.withheld) == ((), (), (), True)
    assert public.stamp.release_reason == ""
    assert {each.reason for each in public.indicators[0].targets} == {""}
    assert public.indicators[0].figures == NI_101.figures


def test_of_some_plans_only_they_and_their_indicators_are_told():
    digest = of_plans_only(DIGEST, {"ni-101"})

    assert [each.code for each in digest.indicators] == ["NI 101"]
    assert [each.slug for each in digest.plans] == ["ni-101"]


def test_ones_own_plans_are_told_in_full_and_the_others_as_to_the_public():
    digest = with_own(without_texts(DIGEST), DIGEST, {"ni-101"})

    assert digest.plans == DIGEST.plans
    assert digest.indicators == (NI_101, without_texts(LAC_03))


# As a release keeps it, and who reads it ----------------------------------------------


@pytest.fixture
def plan(settings, db):
    """NI 101, published for 2009/10 Q2 with 5 of 40, and Q3 open with 6 of 40."""
    settings.LAA_TODAY = date(2010, 1, 11)
    officer = make_officer()
    gcse = make_annual_indicator(code="NI 101")
    plan = make_plan(reference="NI 101", indicators=[gcse])
    make_action(plan=plan, action="Promote reading")
    make_target(indicator=gcse, period="2008/09", value=Decimal(15))
    quarter = make_quarter("2009/10 Q2", state="not opened")
    open_quarter(quarter, by=officer)
    make_actual(
        indicator=gcse, period="2008/09", numerator=5, denominator=40, standing="provisional",
        reported_in=quarter,
    )  # fmt: skip
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="Gaps are known")
    open_quarter(make_quarter("2009/10 Q3", state="not opened"), by=officer)
    make_actual(indicator=gcse, period="2008/09", numerator=6, denominator=40)
    return plan


def counts_of(digest: Digest) -> list[str]:
    return [each.counts for indicator in digest.indicators for each in indicator.figures]


def test_a_release_keeps_the_digest_of_its_day(plan):
    digest = reading_for(make_user(office="Board member"), Q2).digest()

    assert counts_of(digest) == ["5 of 40 young people"]
    assert digest.stamp.released == 1
    assert digest.day == digest.stamp.released_on


def test_of_a_release_from_before_there_were_digests_one_is_made(
    plan, monkeypatch, django_assert_max_num_queries
):
    member, officer = make_user(office="Board member"), make_officer()
    kept = reading_for(member, Q2).digest()
    reports = Building.reports
    monkeypatch.setattr(
        Building, "reports", lambda its: (each for each in reports(its) if each[0] != "digest")
    )
    quarter = Quarter.objects.get(label="2009/10 Q2")
    withdraw(quarter, by=officer, reason="To publish it as it once was")
    publish(quarter, by=officer, reason="As it once was")

    reading = reading_for(member, Q2)
    with django_assert_max_num_queries(2):
        made = reading.digest()

    assert replace(made, stamp=kept.stamp, day=kept.day) == kept
    assert made.stamp.released == 2


def test_strangers_read_neither_small_numbers_nor_words(plan):
    digest = reading_for(make_user(), Q2).digest()

    assert [each.status for each in digest.indicators] == ["masked"]
    assert counts_of(digest) == [""]
    assert [each.withheld for each in digest.plans] == [True]


def test_a_plans_own_people_read_theirs_in_full_and_before_publication_nothing_else(plan):
    other = make_annual_indicator(code="NI 99")
    make_plan(reference="NI 99", indicators=[other])
    lead = make_user()
    make_part(plan=plan, user=lead, part="lead")

    published = reading_for(lead, Q2).digest()
    unpublished = reading_for(lead, FinancialQuarter(2009, 3)).digest()

    assert counts_of(published) == ["5 of 40 young people"]
    assert counts_of(unpublished) == ["6 of 40 young people"]
    assert [each.slug for each in unpublished.plans] == ["ni-101"]


# A part of it -------------------------------------------------------------------------


def test_of_a_kept_digest_the_part_about_one_plan_can_be_read():
    data = as_data(DIGEST)
    codes = codes_of(data, "ni-101")

    assert codes == {"NI 101"}
    assert from_data(Part("ni-101", codes).of(data), Digest) == of_plans_only(DIGEST, {"ni-101"})


def test_an_indicator_that_another_quarter_names_is_in_the_part_whoever_delivers_it():
    part = from_data(Part("ni-101", {"NI 101", "LAC 03"}).of(as_data(DIGEST)), Digest)

    assert part.indicators == DIGEST.indicators


def test_in_brief_it_says_where_each_indicator_stands_and_no_more():
    brief = from_data(WHOLE.brief.of(as_data(DIGEST)), Digest)

    assert [(each.code, each.status) for each in brief.indicators] == [
        (each.code, each.status) for each in DIGEST.indicators
    ]
    assert {each.figures for each in brief.indicators} == {()}
    assert brief.plans == ()
    assert WHOLE.of(as_data(DIGEST)) == as_data(DIGEST)
