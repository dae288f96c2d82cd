"""What was told or hidden before is known number by number, though a figure was corrected since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Actual
from periods.models import Quarter
from reports.disclosure.hiding import (
    FIRST_TOLD,
    decisions,
    first_told,
    hidden_figures,
    hiding_now,
    shown_before,
    what_publishing_asks,
    what_showing_gives_away,
)
from reports.disclosure.masking import Key
from reports.disclosure.readers import own_people
from reports.models import ReleasedReport
from reports.reading.facts import facts_as_at
from reports.releases import publishing
from reports.releases.publishing import publish, withdraw
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"


@pytest.fixture
def shares():
    """LAC 60 is made of LAC 60a, LAC 60b and LAC 60c: so many of so many."""
    total = make_indicator(code="LAC 60", unit="percentage", counted_as="child")
    parts = [
        make_indicator(
            code=code,
            unit="percentage",
            counted_as="child",
            part_of=total,
            broken_down_by="age",
        )
        for code in ("LAC 60a", "LAC 60b", "LAC 60c")
    ]
    make_plan(reference="NI 101", indicators=[total, *parts])
    make_quarter(NOW, state="closed")
    return [total, *parts]


def report(indicators, *numbers, quarter=NOW):
    """What each of them is, in place of what was reported of it before."""
    for indicator, (numerator, denominator) in zip(indicators, numbers, strict=True):
        Actual.objects.filter(indicator=indicator, reported_in_id=quarter).delete()
        make_actual(
            indicator=indicator, period=quarter, numerator=numerator, denominator=denominator,
            reported_in=Quarter.objects.get(label=quarter),
        )  # fmt: skip


def publish_now(officer, quarter=NOW, hide=()):
    """What masked audiences read of each indicator's figure for the quarter, by its code."""
    release = publish(Quarter.objects.get(label=quarter), by=officer, reason="Because", hide=[hide])
    kept = ReleasedReport.objects.filter(release=release, key__startswith="masked/indicator/")
    return {
        data["line"]["code"]: row["stands"]["text"]
        for data in kept.values_list("data", flat=True)
        for row in data["periods"]
        if row["period"] == quarter and row["stands"]
    }


def withdraw_it(officer, quarter=NOW):
    withdraw(Quarter.objects.get(label=quarter), by=officer, reason="To be corrected")


def asked(quarter=NOW):
    return what_publishing_asks(Quarter.objects.get(label=quarter))


def every(asked):
    return [*asked.away, *asked.follows, *asked.told]


def told_of(asked):
    return [said for found in every(asked) for said in found.sentences]


def hidden(shown):
    return {code for code, text in shown.items() if text == "[c]"}


# What was told ---------------------------------------------------------------------------------


@pytest.fixture
def cohorts_corrected(shares, officer):
    """33 = 14 + 12 + 7 was told; then cohorts are corrected, and the last two parts: 15 and 4."""
    report(shares, (33, 90), (14, 30), (12, 30), (7, 30))
    publish_now(officer)
    withdraw_it(officer)
    report(shares, (33, 92), (14, 31), (15, 31), (4, 30))
    return shares


def test_only_what_was_not_told_is_offered_to_be_hidden(cohorts_corrected):
    """The 33 and the 14 of then are true still: hiding them now would hide nothing."""
    (found,) = asked().away

    assert [way.figures for way in found.ways] == ["LAC 60b for 2009/10 Quarter 3"]
    assert found.sentences[0] == (
        "LAC 60c for 2009/10 Quarter 3 could be worked out as 4, from LAC 60b for 2009/10 "
        "Quarter 3, LAC 60 for 2009/10 Quarter 3 as an earlier release told it and LAC 60a for "
        "2009/10 Quarter 3 as an earlier release told it."
    )
    assert found.rules == ("a total and its parts", "an earlier release")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_whichever_figure_is_chosen_the_part_that_was_not_told_is_hidden(
    cohorts_corrected, officer, place
):
    chosen = Key(cohorts_corrected[place].pk, NOW, NOW)

    assert hidden(publish_now(officer, hide=[chosen])) == {"LAC 60b", "LAC 60c"}
    withdraw_it(officer)
    assert every(asked()) == []


def test_a_cohort_that_was_told_is_known_though_its_numerator_was_corrected(
    cohorts_corrected,
):
    """With the 30 of the second part, told before, the cohort of the last is 91 - 31 - 30."""
    report(cohorts_corrected, (33, 91), (14, 31), (15, 30), (4, 30))
    (found,) = asked().away

    assert [way.figures for way in found.ways] == [
        "LAC 60 for 2009/10 Quarter 3 and LAC 60b for 2009/10 Quarter 3",
        "LAC 60a for 2009/10 Quarter 3 and LAC 60b for 2009/10 Quarter 3",
    ]


@pytest.mark.parametrize("small", [(4, 30), (0, 30), (5, 31), (3, 6)])
def test_which_number_of_a_small_figure_was_told_makes_no_difference(
    cohorts_corrected, officer, small
):
    report(cohorts_corrected, (33, 92), (14, 31), (15, 31), small)

    assert publish_now(officer) == {
        "LAC 60": "35.9%", "LAC 60a": "45.2%", "LAC 60b": "[c]", "LAC 60c": "[c]",
    }  # fmt: skip


# What was hidden -------------------------------------------------------------------------------


@pytest.fixture
def four_hidden(shares, officer):
    """30 = 14 + [12] + [4], where the 12 was hidden for the 4; withdrawn."""
    report(shares, (30, 90), (14, 30), (12, 30), (4, 30))
    assert hidden(publish_now(officer, hide=[Key(shares[2].pk, NOW, NOW)])) == {
        "LAC 60b", "LAC 60c",
    }  # fmt: skip
    withdraw_it(officer)
    return shares


def test_what_was_hidden_stays_so_though_its_cohort_was_corrected(four_hidden, officer):
    """The 12 that was hidden is a 12 still: beside 30 and 14, told before, it tells the 4."""
    report(four_hidden, (33, 91), (14, 30), (12, 31), (7, 30))
    now = asked()

    assert now.idle == []
    (decision,) = hiding_now(decisions())
    assert what_showing_gives_away(decision)[0] == (
        "Of what a withdrawn release hid: LAC 60c for 2009/10 Quarter 3 could be worked out as 4, "
        "from LAC 60b for 2009/10 Quarter 3, LAC 60 for 2009/10 Quarter 3 and LAC 60a for 2009/10 "
        "Quarter 3."
    )
    again = publish_now(officer)
    assert again["LAC 60b"] == "[c]"
    assert len(hidden(again)) == 2


def test_what_guards_a_figure_of_then_says_so_where_it_is_given_away_itself(four_hidden):
    """The 12 is not small, and nothing small follows from it now: it is kept for the 4 of then."""
    report(four_hidden, (33, 91), (14, 30), (12, 31), (7, 30))
    (found,) = asked().away

    assert found.sentences[0] == (
        "LAC 60b for 2009/10 Quarter 3 could be worked out as 12, from LAC 60 for 2009/10 Quarter "
        "3, LAC 60c for 2009/10 Quarter 3 and LAC 60a for 2009/10 Quarter 3. It is not small, but "
        "with it a small figure follows that a withdrawn release hid."
    )


def test_the_list_of_hidden_figures_says_which_of_them_need_not_stay_so(
    four_hidden, officer, client
):
    """The reason is of its day; beside it stands what publishing would say now."""
    client.force_login(officer)
    need_not = "It need not stay hidden: nothing that is hidden can be worked out from it any more."
    page = client.get("/releases/hidden/").content.decode()
    assert "Why it was hidden that day" in page
    assert "It must stay hidden. LAC 60c for 2009/10 Quarter 3 could be worked out as 4" in page
    assert need_not not in page
    assert asked().idle == []

    report(four_hidden, (34, 92), (14, 30), (13, 32), (7, 30))
    page = client.get("/releases/hidden/").content.decode()
    assert need_not in page
    assert "It must stay hidden" not in page
    assert len(asked().idle) == 1


def test_the_list_of_hidden_figures_costs_as_many_queries_however_many_quarters_there_are(
    four_hidden, officer, client, django_assert_max_num_queries
):
    client.force_login(officer)
    with CaptureQueriesContext(connection) as first:
        client.get("/releases/hidden/")
    for quarter in ("2008/09 Q4", "2009/10 Q1", "2009/10 Q2"):
        make_quarter(quarter, state="closed")
        report(four_hidden, (34, 92), (14, 30), (13, 32), (7, 30), quarter=quarter)
    with django_assert_max_num_queries(len(first)):
        client.get("/releases/hidden/")


def test_what_publishing_asks_costs_as_many_queries_however_many_quarters_there_are(
    four_hidden, django_assert_num_queries
):
    report(four_hidden, (34, 92), (14, 30), (13, 32), (7, 30))
    with django_assert_num_queries(9):
        assert len(asked().idle) == 1
    for quarter in ("2008/09 Q4", "2009/10 Q1", "2009/10 Q2"):
        make_quarter(quarter, state="closed")
        report(four_hidden, (34, 92), (14, 30), (13, 32), (7, 30), quarter=quarter)

    with django_assert_num_queries(9):
        assert len(asked().idle) == 1


def test_what_was_hidden_may_be_shown_once_all_its_numbers_are_others(four_hidden):
    """13 of 32 tells nothing of the 12 of 30 that was hidden: 19 are left over, and not 18."""
    report(four_hidden, (34, 92), (14, 30), (13, 32), (7, 30))
    (idle,) = asked().idle

    assert what_showing_gives_away(idle) == []


def test_what_was_hidden_stays_so_though_its_numerator_was_corrected(four_hidden):
    """The 30 of then is a 30 still: it tells that the small figure was of 30, too."""
    report(four_hidden, (34, 90), (14, 30), (13, 30), (7, 30))
    (decision,) = hiding_now(decisions())

    assert asked().idle == []
    assert what_showing_gives_away(decision)[0].startswith(
        "Of what a withdrawn release hid: How many there are in the cohort of LAC 60c for 2009/10 "
        "Quarter 3 could be worked out as 30, from"
    )


@pytest.mark.parametrize("small", [(4, 30), (0, 31), (5, 30), (3, 8)])
def test_which_number_a_small_figure_of_then_keeps_makes_no_difference(shares, officer, small):
    report(shares, (30, 90), (14, 30), (12, 30), small)
    publish_now(officer, hide=[Key(shares[2].pk, NOW, NOW)])
    withdraw_it(officer)
    report(shares, (33, 91), (14, 30), (12, 31), (7, 30))

    assert publish_now(officer) == {
        "LAC 60": "[c]", "LAC 60a": "46.7%", "LAC 60b": "[c]", "LAC 60c": "23.3%",
    }  # fmt: skip


# What later quarters told ----------------------------------------------------------------------

BEFORE = "2009/10 Q2"


@pytest.fixture
def quarters(shares):
    make_quarter(BEFORE, state="closed")
    return shares


@pytest.fixture
def total_told_later(quarters, officer):
    """14, 12 and 7 were told at first, and a quarter later that they make 33."""
    report(quarters[1:], (14, 30), (12, 32), (7, 28), quarter=BEFORE)
    publish_now(officer, BEFORE)
    make_actual(
        indicator=quarters[0], period=BEFORE, numerator=33, denominator=90,
        reported_in=Quarter.objects.get(label=NOW),
    )  # fmt: skip
    publish_now(officer)
    withdraw_it(officer, BEFORE)
    report(quarters[1:], (14, 30), (15, 32), (4, 28), quarter=BEFORE)
    return quarters


def test_a_total_that_a_later_quarter_told_is_known_when_its_parts_are_corrected(
    total_told_later, officer
):
    """33 was told a quarter later, of the quarter that is published again: 33 - 14 - 15 = 4."""
    (found,) = asked(BEFORE).away

    assert found.sentences[0].startswith(
        "LAC 60c for 2009/10 Quarter 2 could be worked out as 4, from LAC 60b for 2009/10 Quarter 2"
    )
    assert "LAC 60 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)" in found.sentences[0]
    assert [way.figures for way in found.ways] == ["LAC 60b for 2009/10 Quarter 2"]
    assert hidden(publish_now(officer, BEFORE)) == {"LAC 60b", "LAC 60c"}
    assert not any("could be worked out as 4" in said for said in told_of(asked()))


def test_the_masked_view_before_it_is_published_hides_what_a_later_quarter_told(
    total_told_later, django_assert_num_queries
):
    facts, people = facts_as_at(BEFORE), own_people()
    with django_assert_num_queries(6):
        masked = hidden_figures(facts, people)

    assert masked == {Key(each.pk, BEFORE, BEFORE) for each in total_told_later[2:]}


def test_a_total_that_a_later_quarter_told_is_known_though_that_was_withdrawn(
    total_told_later, officer
):
    withdraw_it(officer)

    assert hidden(publish_now(officer, BEFORE)) == {"LAC 60b", "LAC 60c"}


def test_a_quarter_is_not_asked_what_a_later_one_gives_away_by_itself(quarters, officer):
    """The later quarter was withdrawn, and is being corrected: it is asked when it is published."""
    report(quarters, (33, 90), (14, 30), (12, 30), (7, 30))
    publish_now(officer)
    withdraw_it(officer)
    report(quarters, (36, 92), (14, 31), (18, 31), (4, 30))
    report(quarters[:1], (30, 90), quarter=BEFORE)

    assert every(asked(BEFORE)) == []
    assert len(asked().away) == 1


@pytest.mark.parametrize("small", [(4, 28), (0, 31), (5, 28), (3, 8)])
def test_which_number_is_small_makes_no_difference_beside_what_was_told_later(
    total_told_later, officer, small
):
    report(total_told_later[3:], small, quarter=BEFORE)

    assert publish_now(officer, BEFORE) == {
        "LAC 60a": "46.7%", "LAC 60b": "[c]", "LAC 60c": "[c]",
    }  # fmt: skip


def test_a_year_to_date_that_a_later_quarter_told_is_known(officer):
    """30 was told of Quarter 3: when Quarter 2 turns out to be 27, 3 came between them."""
    to_date = make_indicator(
        code="LAC 62", unit="percentage", counted_as="child", accumulation="cumulative"
    )
    make_plan(reference="NI 101", indicators=[to_date])
    for quarter, numerator in ((BEFORE, 20), (NOW, 30)):
        make_quarter(quarter, state="closed")
        report([to_date], (numerator, 60), quarter=quarter)
        publish_now(officer, quarter)
    withdraw_it(officer, BEFORE)
    report([to_date], (27, 60), quarter=BEFORE)

    (found,) = asked(BEFORE).away
    assert "What came to LAC 62 between" in found.sentences[0]
    assert [way.figures for way in found.ways] == ["LAC 62 for 2009/10 Quarter 2"]
    assert publish_now(officer, BEFORE) == {"LAC 62": "[c]"}


# What was told, and is another number now ------------------------------------------------------


@pytest.fixture
def told(shares, officer):
    """33 = 14 + 12 + 7 was told, and withdrawn."""
    report(shares, (33, 90), (14, 30), (12, 32), (7, 28))
    publish_now(officer)
    withdraw_it(officer)
    return shares


def ways_round_four(quarter=NOW):
    """What may be hidden so that the 4 is not worked out with the 33 that was told."""
    return [
        [way.figures for way in found.ways]
        for found in asked(quarter).away
        for said in found.sentences
        if said.startswith("LAC 60c for 2009/10 Quarter 3 could be worked out as 4, from LAC 60b")
        and "LAC 60 for 2009/10 Quarter 3 as an earlier release told it" in said
    ]


@pytest.mark.parametrize("total", [(23, 90), (38, 90), (3, 90)])
def test_a_total_that_was_told_counts_though_it_is_another_number_now(told, officer, total):
    """Whichever is a typing error: with the 33 that was told, 33 - 14 - 15 = 4."""
    report(told, total, (14, 30), (15, 32), (4, 28))

    assert ways_round_four() == [["LAC 60b for 2009/10 Quarter 3"]]
    assert {"LAC 60b", "LAC 60c"} <= hidden(publish_now(officer))
    withdraw_it(officer)
    assert asked().idle == []


def test_what_was_told_before_the_last_time_counts_too(told, officer):
    """33, then 23 by mistake, then nothing: with the first, 33 - 14 - 15 = 4."""
    report(told[:1], (23, 90))
    publish_now(officer)
    withdraw_it(officer)
    report(told[1:], (14, 30), (15, 32), (4, 28))
    Actual.objects.filter(indicator=told[0]).update(
        numerator=None, denominator=None, standing="not available", not_available_because="Wrong"
    )

    assert ways_round_four() == [["LAC 60b for 2009/10 Quarter 3"]]
    assert hidden(publish_now(officer)) == {"LAC 60b", "LAC 60c"}


def test_two_figures_that_were_told_count_together_though_both_are_other_numbers_now(told, officer):
    """33 - 14 - 15 = 4 with what was told of both; with one of them it comes to no small number."""
    report(told, (23, 90), (11, 30), (15, 32), (4, 28))

    assert ways_round_four() == [["LAC 60b for 2009/10 Quarter 3"]]
    assert {"LAC 60b", "LAC 60c"} <= hidden(publish_now(officer))


def test_what_was_told_of_a_figure_that_is_not_available_may_have_been_wrong(told, officer):
    """14 = 14 + 12 + 0 cannot be; but whoever forgets the 12 has nothing left for the others."""
    report(told, (14, 90), (14, 30), (12, 32), (0, 28))
    Actual.objects.filter(indicator=told[2]).update(
        numerator=None, denominator=None, standing="not available", not_available_because="Wrong"
    )

    assert "LAC 60c for 2009/10 Quarter 3 could be worked out as 0" in " ".join(told_of(asked()))
    assert hidden(publish_now(officer)) == {"LAC 60", "LAC 60c"}


def test_one_question_is_asked_where_one_figure_mends_what_is_told_now_and_was_before(
    told, officer
):
    """36 - 14 - 18 = 4 would be mended by the 36 too, but 33 - 14 - 18 only by the 18."""
    report(told, (36, 90), (14, 30), (18, 32), (4, 28))

    assert [[way.figures for way in found.ways] for found in asked().away] == [
        ["LAC 60b for 2009/10 Quarter 3"]
    ]


def test_what_does_not_go_with_what_was_told_needs_nothing_hidden_for_it(told, officer):
    """33 is less than 14 and 22, and 40 - 14 - 12 = 14 is not small."""
    report(told, (40, 95), (14, 33), (22, 36), (4, 26))

    (found,) = asked().away
    assert [way.figures for way in found.ways] == [
        "LAC 60 for 2009/10 Quarter 3",
        "LAC 60b for 2009/10 Quarter 3",
    ]


@pytest.mark.parametrize("small", [(4, 28), (0, 28), (5, 29), (3, 8)])
def test_which_number_is_small_makes_no_difference_beside_what_is_another_now(told, officer, small):
    report(told, (23, 90), (14, 30), (15, 32), small)

    assert hidden(publish_now(officer)) == {"LAC 60", "LAC 60b", "LAC 60c"}


# Other frequencies, and what is told again -----------------------------------------------------

LAST = "2009/10 Q4"


def test_a_year_and_its_parts_to_date_are_published_without_the_small_part(officer):
    """30 in the year, 27 of them by its last quarter in one part: 3 are left for the other."""
    year = make_indicator(code="LAC 61", unit="number", counted_as="child", frequency="annual")
    parts = [
        make_indicator(
            code=code, unit="number", counted_as="child", accumulation="cumulative", part_of=year
        )
        for code in ("LAC 61a", "LAC 61b")
    ]
    make_plan(reference="NI 101", indicators=[year, *parts])
    closed = make_quarter(LAST, state="closed")
    for each, period, value in ((year, "2009/10", 30), (parts[0], LAST, 27), (parts[1], LAST, 3)):
        make_actual(indicator=each, period=period, value=value, reported_in=closed)

    (found,) = asked(LAST).away
    assert [way.figures for way in found.ways] == [
        "LAC 61 for 2009/10 (reported in 2009/10 Quarter 4)", "LAC 61a for 2009/10 Quarter 4",
    ]  # fmt: skip
    assert publish_now(officer, LAST, hide=[Key(parts[0].pk, LAST, LAST)]) == {
        "LAC 61a": "[c]", "LAC 61b": "[c]",
    }  # fmt: skip


def test_a_final_total_that_repeats_the_provisional_one_is_known(quarters, officer):
    """33 = 14 + 12 + 7 at first; then 33 again, with 15 and 4: whoever read 33 has the 4."""
    report(quarters, (33, 90), (14, 30), (12, 32), (7, 28), quarter=BEFORE)
    publish_now(officer, BEFORE)
    for each, numerator, denominator in zip(
        quarters, (33, 14, 15, 4), (90, 30, 32, 28), strict=True
    ):
        make_actual(
            indicator=each, period=BEFORE, numerator=numerator, denominator=denominator,
            reported_in=Quarter.objects.get(label=NOW),
        )  # fmt: skip

    (found,) = asked().away
    assert [way.figures for way in found.ways] == [
        "LAC 60b for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)"
    ]
    publish_now(officer)
    (decision,) = hiding_now(decisions())
    assert decision.figure == found.ways[0].figures


# What was part of what when it was told --------------------------------------------------------


def without_ties(*given):
    return {k: v for k, v in first_told(*given).items() if k != "ties"}


@pytest.fixture
def keeps_no_ties(monkeypatch):
    """Releases as they were before they kept what was part of what."""
    monkeypatch.setattr(publishing, "first_told", without_ties)


@pytest.fixture
def hidden_total(shares, officer):
    """[30] = 14 + 12 + [4], where the 30 was hidden for the 4; withdrawn."""
    report(shares, (30, 90), (14, 30), (12, 32), (4, 28))
    assert hidden(publish_now(officer)) == {"LAC 60", "LAC 60c"}
    withdraw_it(officer)
    return shares


def make_of_it(indicators, **values):
    """Change the indicators as an officer does."""
    for each in indicators:
        for name, value in values.items():
            setattr(each, name, value)
        each.full_clean()
        each.save()


def test_a_total_stays_hidden_though_its_parts_are_not_said_to_be_so_any_more(
    hidden_total, officer
):
    make_of_it(hidden_total[1:], part_of=None, broken_down_by="")

    assert asked().idle == []
    (decision,) = hiding_now(decisions())
    assert what_showing_gives_away(decision)[0].startswith(
        "LAC 60c for 2009/10 Quarter 3 could be worked out as 4, from LAC 60 for"
    )
    assert hidden(publish_now(officer)) == {"LAC 60", "LAC 60c"}


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_total_stays_hidden_though_one_part_is_cut_loose(hidden_total, officer, place):
    make_of_it([hidden_total[place]], part_of=None, broken_down_by="")

    assert asked().idle == []
    assert hidden(publish_now(officer)) == {"LAC 60", "LAC 60c"}


def loose(part, total):
    make_of_it([part], part_of=None, broken_down_by="")


def moved(part, total):
    make_of_it([part], part_of=make_indicator(code="LAC 70", unit="percentage", counted_as="child"))


def joined_by_another(part, total):
    new = make_indicator(
        code="LAC 60d", unit="percentage", counted_as="child", part_of=total, broken_down_by="age"
    )
    report([new], (8, 30))


@pytest.mark.parametrize("change", [loose, moved, joined_by_another])
def test_what_made_a_total_when_that_was_told_makes_it_still(told, officer, change):
    """33 = 14 + 12 + 7 was told; 33 - 14 - 15 = 4, though 15 is no part, or not the only other."""
    change(told[2], told[0])
    report(told, (33, 90), (14, 30), (15, 32), (4, 28))

    assert "LAC 60c for 2009/10 Quarter 3 could be worked out as 4" in " ".join(told_of(asked()))
    assert {"LAC 60b", "LAC 60c"} <= hidden(publish_now(officer))


def test_releases_that_keep_no_ties_are_read_with_those_of_the_histories(
    keeps_no_ties, hidden_total, django_assert_num_queries
):
    assert "ties" not in ReleasedReport.objects.get(key=FIRST_TOLD).data
    make_of_it(hidden_total[1:], part_of=None, broken_down_by="")

    assert asked().idle == []
    with django_assert_num_queries(3):
        shown_before()


def test_what_was_part_of_it_before_any_release_counts_for_nothing(shares, officer):
    """Nobody was told that these are parts: it was a mistake, put right in time."""
    make_of_it(shares[1:], part_of=None, broken_down_by="")
    report(shares, (30, 90), (14, 30), (12, 32), (4, 28))

    assert hidden(publish_now(officer)) == {"LAC 60c"}


def test_a_part_of_another_total_by_now_is_still_one_of_what_was_told(hidden_total, officer):
    other = make_indicator(code="LAC 70", unit="percentage", counted_as="child")
    make_of_it(hidden_total[1:], part_of=other)

    assert asked().idle == []


def test_a_part_of_another_total_by_now_is_none_of_what_is_told_later(hidden_total, officer):
    """A quarter on, 33 has no more to do with 14 and 15 than any other number."""
    other = make_indicator(code="LAC 70", unit="percentage", counted_as="child")
    make_of_it(hidden_total[1:], part_of=other)
    publish_now(officer)
    make_quarter(LAST, state="closed")
    report(hidden_total, (33, 90), (14, 30), (15, 32), (4, 28), quarter=LAST)

    assert hidden(publish_now(officer, LAST)) == {"LAC 60c"}


@pytest.mark.parametrize("words", [("age", "sex"), ("", "sex"), ("age", "")])
def test_what_a_part_broke_down_when_that_was_told_it_breaks_down_still(shares, officer, words):
    """33 = 14 + 12 + 7 was told, all three by age: another word for 12 since makes it no other."""
    then, since = words
    make_of_it(shares[1:], broken_down_by=then)
    report(shares, (33, 90), (14, 30), (12, 32), (7, 28))
    publish_now(officer)
    withdraw_it(officer)
    make_of_it([shares[2]], broken_down_by=since)
    report(shares, (33, 90), (14, 30), (15, 32), (4, 28))

    assert "LAC 60c for 2009/10 Quarter 3 could be worked out as 4" in " ".join(told_of(asked()))


def test_a_part_that_is_put_in_later_is_one_of_what_was_told_too(shares, officer):
    """Nothing seems to be left over of the total that was told with three parts."""
    report(shares, (40, 120), (14, 30), (12, 32), (8, 30))
    publish_now(officer)
    withdraw_it(officer)
    fourth = make_indicator(
        code="LAC 60d",
        unit="percentage",
        counted_as="child",
        part_of=shares[0],
        broken_down_by="age",
    )
    report([fourth], (6, 28))

    assert every(asked()) == []


def test_a_cohort_that_was_told_is_known_though_its_word_is_blanked(officer):
    ours = [
        make_indicator(code=code, unit="percentage", counted_as="child", cohort="Year 11")
        for code in ("LAC 50", "LAC 51")
    ]
    make_plan(reference="NI 101", indicators=ours)
    make_quarter(NOW, state="closed")
    report(ours, (14, 30), (4, 30))
    assert hidden(publish_now(officer)) == {"LAC 50", "LAC 51"}
    withdraw_it(officer)
    make_of_it(ours, cohort="")

    assert asked().idle == []
    (decision,) = hiding_now(decisions())
    assert "in the cohort of LAC 51" in what_showing_gives_away(decision)[0]


def cohorts_in_words_of_their_day(*given):
    kept = first_told(*given)
    kept["ties"] = [
        [each, part_of, cohort and "Year 11", *others]
        for each, part_of, cohort, *others in kept["ties"]
    ]
    return kept


@pytest.mark.parametrize(
    "kept_as",
    [
        pytest.param(cohorts_in_words_of_their_day, id="a release that kept them"),
        pytest.param(without_ties, id="the histories"),
    ],
)
def test_a_cohort_that_was_told_is_the_same_however_its_word_is_written_by_now(
    officer, monkeypatch, kept_as
):
    """14 of 30 were told of Year 11; by now one of them is of year-11, and of no other cohort."""
    ours = [
        make_indicator(code=code, unit="percentage", counted_as="child", cohort="Year 11")
        for code in ("LAC 50", "LAC 51")
    ]
    make_plan(reference="NI 101", indicators=ours)
    make_quarter(NOW, state="closed")
    report(ours, (14, 30), (15, 30))
    monkeypatch.setattr(publishing, "first_told", kept_as)
    publish_now(officer)
    before = shown_before()
    make_of_it(ours[:1], cohort=" year-11")

    assert {tie.cohort for each in before.ties for tie in each.ties.values()} == {"year 11"}
    assert asked().doubtful == []


def test_a_year_to_date_is_one_though_it_is_called_a_snapshot_by_now(officer):
    """20 of [17], then 20: what came between stays hidden."""
    ours = make_indicator(
        code="LAC 62", unit="number", counted_as="child", accumulation="cumulative"
    )
    make_plan(reference="NI 101", indicators=[ours])
    for quarter, value in ((BEFORE, 17), (NOW, 20)):
        closed = make_quarter(quarter, state="closed")
        make_actual(indicator=ours, period=quarter, value=value, reported_in=closed)
    assert publish_now(officer, hide=[Key(ours.pk, BEFORE, BEFORE)]) == {"LAC 62": "20"}
    withdraw_it(officer)
    make_of_it([ours], accumulation="snapshot")

    assert asked().idle == []


def test_nobody_believes_that_a_part_is_in_its_total_and_is_not(shares, officer):
    """60 = a + b + c was told, and is 60 = a + b now: from both together c would seem to be 0."""
    report(shares, (36, 100), (18, 40), (10, 30), (8, 30))
    publish_now(officer)
    make_of_it([shares[3]], part_of=None, broken_down_by="")
    make_quarter(LAST, state="closed")
    report(shares, (31, 80), (20, 45), (11, 35), (3, 20), quarter=LAST)
    quarter = Quarter.objects.get(label=LAST)

    ways = [way.keys for each in what_publishing_asks(quarter).away for way in each.ways]
    assert ways
    assert {len(keys) for keys in ways} == {1}
