"""Publishing a quarter: what would give a hidden figure away is found, told and hidden with it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Indicator
from periods.models import Quarter
from reports.disclosure.hiding import (
    decisions,
    hiding_now,
    shown_before,
    what_publishing_asks,
    what_showing_gives_away,
)
from reports.disclosure.masking import Key
from reports.models import FurtherHiding, Release, ReleasedReport
from reports.releases.publishing import publish, withdraw
from tests.builders import (
    make_actual,
    make_baseline,
    make_indicator,
    make_plan,
    make_quarter,
)

pytestmark = pytest.mark.django_db

EARLIER, NOW = "2009/10 Q2", "2009/10 Q3"
PERIOD = "2009/10 Q2"


@pytest.fixture
def county():
    """County = north + south, north = girls + boys; a plan delivers them all."""
    every = {}
    for code, part_of in (
        ("LAC 01", None),
        ("LAC 01n", "LAC 01"),
        ("LAC 01s", "LAC 01"),
        ("LAC 02g", "LAC 01n"),
        ("LAC 02b", "LAC 01n"),
    ):
        every[code] = make_indicator(
            code=code, unit="number", counted_as="child", part_of=every.get(part_of)
        )
    make_plan(reference="NI 101", indicators=list(every.values()))
    return every


def report(quarter, period=PERIOD, **values):
    """Figures by code, as keyword: LAC_01=50."""
    for code, value in values.items():
        make_actual(
            indicator=Indicator.objects.get(code=code.replace("_", " ")),
            period=period,
            value=Decimal(value),
            reported_in=make_quarter(quarter, state="closed"),
        )


def publish_now(officer, quarter=NOW, **more):
    closed = make_quarter(quarter, state="closed")
    return publish(closed, by=officer, reason="Because", **more)


def shown(release, period=PERIOD):
    """By code, what masked audiences read in the release about the period."""
    kept = ReleasedReport.objects.filter(release=release, key__startswith="masked/indicator/")
    return {
        data["line"]["code"]: row["stands"]["text"]
        for data in kept.values_list("data", flat=True)
        for row in data["periods"]
        if row["period"] == period and row["stands"] and row["stands"]["text"] != "[c]"
    }


def what_is_given_away(quarter):
    asked = what_publishing_asks(quarter)
    return [*asked.away, *asked.follows, *asked.told]


def sentences(quarter=NOW):
    found = what_is_given_away(make_quarter(quarter, state="closed"))
    return [said for each in found for said in each.sentences]


def test_a_figure_nobody_reported_is_found_round_a_total_nobody_reported(county):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)

    assert sentences() == [
        "LAC 02b for 2009/10 Quarter 2, which was not reported, could be worked out as 3, from "
        "LAC 01 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3), "
        "LAC 01s for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) and "
        "LAC 02g for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)."
    ]


def test_nothing_is_found_where_what_is_left_is_not_small(county):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=17)

    assert sentences() == []


def test_a_small_part_is_asked_about_before_anything_else_is_hidden_for_it(county):
    report(NOW, LAC_01=50, LAC_01n=30, LAC_01s=20, LAC_02g=27, LAC_02b=3)
    (found,) = what_is_given_away(make_quarter(NOW, state="closed"))

    assert found.sentences == (
        "LAC 02b for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) could be worked out as 3, "
        "from LAC 01n for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) and "
        "LAC 02g for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3).",
    )
    assert found.rules == ("a total and its parts",)
    assert [each.figures for each in found.ways] == [
        "LAC 02g for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)"
    ]
    assert found.ways[0].cost == "its latest figure, with its status and direction of travel"


def test_where_the_total_is_hidden_the_total_above_it_is_hidden_too(county, officer):
    """So of two ways the one is proposed that hides one figure, and not the one that hides two."""
    report(NOW, LAC_01=50, LAC_01n=30, LAC_01s=20, LAC_02g=27, LAC_02b=3)

    assert shown(publish_now(officer)) == {"LAC 01": "50", "LAC 01n": "30", "LAC 01s": "20"}


def test_publishing_hides_one_of_those_that_would_give_it_away(county, officer):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    release = publish_now(officer)

    assert shown(release) == {"LAC 01s": "20", "LAC 02g": "27"}
    (hidden,) = FurtherHiding.objects.all()
    assert (hidden.indicator.code, hidden.period, hidden.by) == ("LAC 01", PERIOD, officer)
    assert "LAC 02b" in hidden.reason
    assert sentences() == []


def test_the_officers_choice_is_hidden_and_kept_with_the_release(county, officer, client):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    client.force_login(officer)
    address = reverse("publish-quarter", args=["2009-q3"])
    page = client.get(address)
    choices = {said: mark for mark, said in page.context["form"].fields["hide_1"].choices}
    (girls,) = [mark for said, mark in choices.items() if said.startswith("LAC 02g")]

    (sentence,) = sentences()
    client.post(address, {"hide_1": girls, "reason": "Because"})

    assert "could be worked out as 3" in page.content.decode()
    release = Release.objects.get()
    assert shown(release) == {"LAC 01": "50", "LAC 01s": "20"}
    assert release.rule["further"] == [
        {
            "figure": "LAC 02g for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)",
            "because": sentence,
            "rule": "a total and its parts",
        }
    ]
    record = client.get(reverse("releases")).content.decode()
    assert "LAC 02g for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3)" in record
    assert sentence in record


def test_a_later_release_hides_it_still(county, officer):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    first = publish_now(officer)
    later = publish_now(officer, "2009/10 Q4")

    assert shown(later) == shown(first)


def test_a_part_reported_later_is_hidden_for_what_an_earlier_release_showed(county, officer):
    report(EARLIER, LAC_01=50, LAC_01s=20)
    publish_now(officer, EARLIER)
    report(NOW, LAC_02g=27)
    release = publish_now(officer)

    assert shown(release) == {"LAC 01": "50", "LAC 01s": "20"}


def test_what_was_shown_before_the_threshold_rose_is_said_to_be_told(county, officer, settings):
    settings.LAA_SMALL_NUMBER = 2
    report(EARLIER, LAC_02g=4)
    publish_now(officer, EARLIER)
    settings.LAA_SMALL_NUMBER = 5

    assert sentences() == [
        "An earlier release already told LAC 02g for 2009/10 Quarter 2: hiding it now comes too "
        "late."
    ]
    assert publish_now(officer).rule["told_before"] == sentences()


def test_a_withdrawn_release_has_told_what_it_showed(county, officer, settings):
    settings.LAA_SMALL_NUMBER = 2
    report(EARLIER, LAC_02g=4)
    publish_now(officer, EARLIER)
    withdraw(Quarter.objects.get(label=EARLIER), by=officer, reason="The threshold was wrong")
    settings.LAA_SMALL_NUMBER = 5

    assert len(sentences(EARLIER)) == 1


def test_a_figure_put_right_since_was_not_told(county, officer, settings):
    settings.LAA_SMALL_NUMBER = 2
    report(EARLIER, LAC_02g=4)
    publish_now(officer, EARLIER)
    withdraw(Quarter.objects.get(label=EARLIER), by=officer, reason="A typing error")
    settings.LAA_SMALL_NUMBER = 5
    figure = Indicator.objects.get(code="LAC 02g").actuals.get()
    figure.value = Decimal(3)
    figure.save()

    assert sentences(EARLIER) == []


def test_a_release_says_under_which_rule_it_was_made(county, officer, settings):
    settings.LAA_BOARD_AUDIENCE = "masked"
    report(NOW, LAC_01=50)

    assert publish_now(officer).rule == {
        "numerator": 5,
        "remainder": 5,
        "denominator": 10,
        "count": 5,
        "board": "masked",
        "public": False,
        "further": [],
        "told_before": [],
        "shown": [],
        "not_tried": [],
        "by_own_people": [],
        "taken_as_one": [],
    }


@pytest.mark.parametrize("small", [(3, 4), (0, 5), (5, 0)])
def test_another_small_figure_changes_nothing_once_a_further_one_is_hidden(county, officer, small):
    """What a masked figure is does not show, whichever further figure is hidden with it."""
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    report(NOW, "2009/10 Q1", LAC_02g=small[0], LAC_02b=1)
    before = publish_now(officer)
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be corrected")
    figure = Indicator.objects.get(code="LAC 02g").actuals.get(period="2009/10 Q1")
    figure.value = Decimal(small[1])
    figure.save()
    after = publish_now(officer)

    assert kept(before) == kept(after)


def kept(release) -> dict:
    rows = ReleasedReport.objects.filter(release=release, key__startswith="masked/")
    data = dict(rows.values_list("key", "data"))
    for each in data.values():
        each.pop("stamp", None)
    return data


# Every reason is told -------------------------------------------------------------------------


@pytest.fixture
def siblings():
    """14, 12 and 4 of one cohort of 30."""
    ours = [
        make_indicator(code=code, unit="percentage", cohort="Year 11", counted_as="young person")
        for code in ("LAC 50", "LAC 51", "LAC 52")
    ]
    make_plan(reference="NI 102", indicators=ours)
    for indicator, numerator in zip(ours, (14, 12, 4), strict=True):
        make_actual(
            indicator=indicator, period=PERIOD, numerator=numerator, denominator=30,
            reported_in=make_quarter(EARLIER, state="closed"),
        )  # fmt: skip


def test_why_two_siblings_have_to_be_hidden_is_told_of_each(siblings):
    """Of 14 and 12 of 30 one is enough to tell the cohort of the 4 of 30."""
    (found,) = what_is_given_away(Quarter.objects.get(label=EARLIER))

    assert found.sentences == (
        "LAC 52 for 2009/10 Quarter 2 could be narrowed to 0 to 4, from LAC 50 for 2009/10 "
        "Quarter 2 and LAC 51 for 2009/10 Quarter 2, if nobody counts in more than one of them.",
        "How many there are in the cohort of LAC 52 for 2009/10 Quarter 2 could be worked out as "
        "30, from LAC 51 for 2009/10 Quarter 2.",
        "How many there are in the cohort of LAC 52 for 2009/10 Quarter 2 could be worked out as "
        "30, from LAC 50 for 2009/10 Quarter 2.",
    )
    (way,) = found.ways
    assert way.figures == "LAC 50 for 2009/10 Quarter 2 and LAC 51 for 2009/10 Quarter 2"


def test_every_reason_is_kept_with_each_of_the_figures_that_it_hides(siblings, officer):
    release = publish_now(officer, EARLIER)

    for each in release.rule["further"]:
        assert "from LAC 51 for 2009/10 Quarter 2." in each["because"]
        assert "from LAC 50 for 2009/10 Quarter 2." in each["because"]
        assert "if nobody counts in more than one of them" in each["because"]
    assert len(release.rule["further"]) == 2


def test_the_page_says_whether_there_is_a_choice(siblings, county, officer, client):
    report(EARLIER, LAC_01=30, LAC_01n=14, LAC_01s=14)
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q2"]))

    one, several = (page.context["form"].fields[f"hide_{n}"] for n in (1, 2))
    assert len(several.choices) == 3
    assert several.help_text.endswith("Each of these 3 ways is enough for this.")
    assert len(one.choices) == 1
    assert one.help_text.endswith("No other way was found that hides as little.")


# A further figure is shown again ---------------------------------------------------------------


@pytest.fixture
def hidden(county, officer, client):
    """LAC 01 was hidden for what it gave away, and officers look at it."""
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    publish_now(officer)
    client.force_login(officer)
    (decision,) = FurtherHiding.objects.all()
    return decision


def address_of(decision):
    return reverse("show-figure", args=[decision.pk])


def begin_next():
    return make_quarter("2009/10 Q4", state="open")


def test_a_further_figure_stays_hidden_while_it_would_give_another_away(hidden, client):
    begin_next()
    page = client.post(address_of(hidden), {"reason": "The Board asks for it"})

    words = page.content.decode()
    assert "It stays hidden. LAC 02b for 2009/10 Quarter 2, which was not reported, could" in words
    assert "be worked out as 3" in words
    assert "Show it again</button>" not in client.get(address_of(hidden)).content.decode()
    assert FurtherHiding.objects.count() == 1


def test_a_further_figure_is_shown_again_once_it_gives_nothing_away(
    hidden, officer, client, settings
):
    begin_next()
    settings.LAA_SMALL_NUMBER = 2
    page = client.post(address_of(hidden), {"reason": "Three are not few here"}, follow=True)

    assert "LAC 01 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) is shown again" in (
        page.content.decode()
    )
    shown_again = FurtherHiding.objects.last()
    assert (shown_again.hidden, shown_again.reason, shown_again.by) == (
        False, "Three are not few here", officer,
    )  # fmt: skip
    assert shown(publish_now(officer, "2009/10 Q4"))["LAC 01"] == "50"


def test_a_published_quarter_hides_it_still(hidden, client, settings):
    before = shown(Release.objects.get())
    begin_next()
    settings.LAA_SMALL_NUMBER = 2
    client.post(address_of(hidden), {"reason": "Three are not few here"})

    assert FurtherHiding.objects.count() == 2
    assert shown(Release.objects.get()) == before


def test_a_figure_is_not_shown_again_without_a_reason(hidden, client, settings):
    begin_next()
    settings.LAA_SMALL_NUMBER = 2
    page = client.post(address_of(hidden), {"reason": " "})

    assert "Say why the figure is shown again." in page.content.decode()
    assert FurtherHiding.objects.count() == 1


def test_a_figure_that_became_small_stays_hidden(hidden, client, settings):
    begin_next()
    settings.LAA_SMALL_NUMBER = 60

    page = client.post(address_of(hidden), {"reason": "The Board asks for it"})

    assert "is a small figure by now." in page.content.decode()
    assert FurtherHiding.objects.count() == 1


def test_a_decision_that_hides_nothing_any_more_is_not_found(hidden, client):
    FurtherHiding.objects.create(
        indicator=hidden.indicator, period=hidden.period, reported_in=hidden.reported_in,
        hidden=False, reason="Three are not few here", by=hidden.by,
    )  # fmt: skip

    assert client.get(address_of(hidden)).status_code == 404


def test_every_decision_is_listed_with_who_took_it_and_why(hidden, client):
    page = client.get(reverse("hidden-figures")).content.decode()

    assert "1 figure is hidden for what it would give away" in page
    assert hidden.reason.partition(",")[0] in page
    assert str(hidden.by) in page


# Baselines, and revisions ----------------------------------------------------------------------

YEAR_BEFORE, FIRST = "2008/09 Q4", "2009/10 Q1"


@pytest.fixture
def year_before(county, officer):
    """LAC 01 counted in each quarter of 2008/09, with the year's baseline: all published."""
    whole = county["LAC 01"]
    whole.accumulation = "each quarter"
    whole.save()
    for number, value in enumerate((6, 7, 8, 6), 1):
        report(YEAR_BEFORE, f"2008/09 Q{number}", LAC_01=value)
    make_baseline(indicator=whole, period="2008/09", value=Decimal(27), from_quarter=FIRST)
    publish_now(officer, FIRST)
    return whole


def restate(indicator, quarter=NOW, **values):
    for number, value in values.items():
        make_actual(
            indicator=indicator,
            period=f"2008/09 {number}",
            value=Decimal(value),
            standing="restated",
            reported_in=make_quarter(quarter, state="closed"),
        )


def test_a_baseline_shown_before_gives_away_a_quarter_that_is_restated(year_before, officer):
    """Unless the other one is hidden that is restated with it: the rest was told before."""
    restate(year_before, Q2=9)
    publish_now(officer, EARLIER)
    restate(year_before, Q1=4)
    (found,) = what_is_given_away(make_quarter(NOW, state="closed"))

    assert len(found.sentences) == 1
    assert found.rules == (
        "a baseline", "an earlier release", "quarters of one year",
    )  # fmt: skip
    assert [each.figures for each in found.ways] == [
        "LAC 01 for 2008/09 Quarter 2 (reported in 2009/10 Quarter 3)"
    ]
    release = publish_now(officer)
    read = {number: shown(release, f"2008/09 Q{number}") for number in (1, 2, 3, 4)}
    assert read == {1: {}, 2: {}, 3: {"LAC 01": "8"}, 4: {"LAC 01": "6"}}


def test_a_baseline_that_earlier_releases_showed_is_named_when_it_comes_too_late(
    county, officer, settings
):
    settings.LAA_SMALL_NUMBER = 2
    whole = county["LAC 01"]
    whole.accumulation = "each quarter"
    whole.save()
    for number, value in enumerate((9, 8, 6), 2):
        report(YEAR_BEFORE, f"2008/09 Q{number}", LAC_01=value)
    make_baseline(indicator=whole, period="2008/09", value=Decimal(27), from_quarter=FIRST)
    publish_now(officer, FIRST)
    settings.LAA_SMALL_NUMBER = 5
    report(NOW, "2008/09 Q1", LAC_01=4)

    first = next(said for said in sentences() if said.startswith("LAC 01 for 2008/09 Quarter 1"))
    assert "could be worked out as 4" in first
    assert "2008/09 (baseline)" in first
    assert "comes too late" in first


def test_nothing_false_is_said_of_a_restated_figure(year_before, officer):
    """The baseline and the other quarters leave six for it; it is four."""
    restate(year_before, Q1=4)

    assert sentences() == []
    assert publish_now(officer).rule["told_before"] == []


def test_two_reports_of_a_total_are_not_taken_to_be_equal(county):
    """Its parts were not reported, as at either quarter: each time they come to another number."""
    report(EARLIER, LAC_01=8)
    make_actual(
        indicator=county["LAC 01"], period=PERIOD, value=Decimal(4), standing="restated",
        reported_in=make_quarter(NOW, state="closed"),
    )  # fmt: skip

    assert sentences() == []


def test_a_figure_stays_hidden_for_what_a_published_quarter_tells_with_it(
    year_before, officer, client
):
    """Q1 was four when it was published; that it is ten by now does not make the four known."""
    restate(year_before, Q1=4, Q2=9)
    publish_now(officer)
    begin_next()
    restate(year_before, "2009/10 Q4", Q1=10)
    (decision,) = FurtherHiding.objects.all()
    assert (decision.period, decision.reported_in) == ("2008/09 Q2", NOW)
    client.force_login(officer)

    page = client.post(address_of(decision), {"reason": "The Board asks for it"})

    assert "It stays hidden. LAC 01 for 2008/09 Quarter 1" in page.content.decode()
    assert FurtherHiding.objects.count() == 1


# What parts leave, and what siblings told -------------------------------------------------------


def test_two_whom_no_part_counts_are_asked_about(county, officer, client):
    """30 = 14 + 14, and two."""
    report(NOW, LAC_01=30, LAC_01n=14, LAC_01s=14)
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"]))

    assert (
        "How many LAC 01 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) counts beyond its "
        "reported parts could be worked out as 2"
    ) in page.content.decode()
    choices = page.context["form"].fields["hide_1"].choices
    codes = [said.partition(" for")[0] for _, said in choices]
    assert codes == ["LAC 01", "LAC 01n", "LAC 01s"]


def test_a_total_over_two_small_parts_is_asked_about_for_what_the_marks_tell(
    county, officer, client
):
    """10 = 5 + 5: neither can be more than 5, so neither can be less."""
    report(NOW, LAC_01=10, LAC_01n=5, LAC_01s=5)
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"]))

    (found,) = what_is_given_away(make_quarter(NOW, state="closed"))
    assert found.sentences[0] == (
        "LAC 01n for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) could be worked out as 5, "
        "from LAC 01 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3), by whoever knows which "
        "figures are hidden for being small (5 or less)."
    )
    assert found.sentences[0] in page.content.decode()
    assert shown(publish_now(officer)) == {}
    assert sentences() == []


def test_what_siblings_of_earlier_releases_told_is_kept_with_the_release(officer):
    siblings = [
        make_indicator(code=code, unit="percentage", cohort="Year 11", counted_as="young person")
        for code in ("LAC 07", "LAC 08", "LAC 09")
    ]
    make_plan(reference="NI 101", indicators=siblings)
    for indicator, numerator, quarter in zip(
        siblings, (20, 16, 4), (EARLIER, EARLIER, NOW), strict=True
    ):
        make_actual(
            indicator=indicator, period=PERIOD, numerator=numerator, denominator=40,
            reported_in=make_quarter(quarter, state="closed"),
        )  # fmt: skip
    publish_now(officer, EARLIER)

    said, cohort_told = publish_now(officer).rule["told_before"]
    assert cohort_told.startswith("How many there are in the cohort of LAC 09")
    assert said.startswith(
        "LAC 09 for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) could be narrowed to 0 to 4"
    )
    assert "LAC 07" in said
    assert "LAC 08" in said


def test_a_board_that_is_masked_now_is_said_to_have_read_earlier_releases_in_full(
    county, officer, client, settings
):
    report(EARLIER, LAC_01=50)
    assert publish_now(officer, EARLIER).rule["told_before"] == []
    settings.LAA_BOARD_AUDIENCE = "masked"
    make_quarter(NOW, state="closed")
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"])).content.decode()

    (said,) = publish_now(officer).rule["told_before"]
    assert said.startswith("The Board read releases up to 2009/10 Quarter 2 in full")
    assert said in page


# What a withdrawn release told, and hid ----------------------------------------------------------


def correct(code, value, officer, **also):
    """Withdraw the quarter, and put figures right in place."""
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be corrected")
    for each, number in {code: value, **also}.items():
        figure = Indicator.objects.get(code=each.replace("_", " ")).actuals.get()
        figure.value = None if number is None else Decimal(number)
        figure.standing = "final" if number is not None else "not available"
        figure.not_available_because = "" if number is not None else "The count was wrong"
        figure.save()


def test_a_total_that_was_told_and_is_not_available_any_more_still_counts(county, officer):
    """33 was told; then it is taken back, and of its three parts 14 and 15 are shown: 4."""
    make_indicator(code="LAC 01w", unit="number", counted_as="child",
                   part_of=Indicator.objects.get(code="LAC 01"))  # fmt: skip
    report(NOW, LAC_01=33, LAC_01n=14, LAC_01s=12, LAC_01w=7)
    publish_now(officer)
    correct("LAC_01", None, officer, LAC_01s=15, LAC_01w=4)

    (said,) = sentences()
    assert said.startswith("LAC 01w for 2009/10 Quarter 2 (reported in 2009/10 Quarter 3) could")
    assert "as 4, from LAC 01s " in said
    assert "LAC 01 for" in said
    assert shown(publish_now(officer)) == {"LAC 01": "Not available", "LAC 01n": "14"}


def test_what_a_withdrawn_release_hid_is_not_told_by_what_is_shown_now(county, officer):
    """30 = 14 + [12] + [4]; then the 4 becomes 7: with the 12 shown now, the 4 of then is told."""
    make_indicator(code="LAC 01w", unit="number", counted_as="child",
                   part_of=Indicator.objects.get(code="LAC 01"))  # fmt: skip
    report(NOW, LAC_01=30, LAC_01n=14, LAC_01s=12, LAC_01w=4)
    south = Key(Indicator.objects.get(code="LAC 01s").pk, PERIOD, NOW)
    release = publish_now(officer, hide=[{south}])
    assert shown(release) == {"LAC 01": "30", "LAC 01n": "14"}
    correct("LAC_01w", 7, officer, LAC_01=33)

    told = what_showing_gives_away(hiding_now(decisions())[0])
    assert any(said.startswith("Of what a withdrawn release hid: LAC 01w") for said in told)


def test_what_a_withdrawn_release_hid_is_not_worked_out_from_what_is_shown_now(county, officer):
    """The 12 stays hidden for the 4 of then: so 33 = 14 + [12] + 7 must not tell it."""
    make_indicator(code="LAC 01w", unit="number", counted_as="child",
                   part_of=Indicator.objects.get(code="LAC 01"))  # fmt: skip
    report(NOW, LAC_01=30, LAC_01n=14, LAC_01s=12, LAC_01w=4)
    south = Key(Indicator.objects.get(code="LAC 01s").pk, PERIOD, NOW)
    publish_now(officer, hide=[{south}])
    correct("LAC_01w", 7, officer, LAC_01=33)

    again = shown(publish_now(officer))
    assert "LAC 01s" not in again
    assert len(again) == 2


@pytest.fixture
def with_a_part_of_four(county, officer):
    """30 = 14 + [12] + [4], of which the 12 is hidden for the 4; published."""
    make_indicator(code="LAC 01w", unit="number", counted_as="child",
                   part_of=Indicator.objects.get(code="LAC 01"))  # fmt: skip
    report(NOW, LAC_01=30, LAC_01n=14, LAC_01s=12, LAC_01w=4)
    return publish_now(officer, hide=[{Key(county["LAC 01s"].pk, PERIOD, NOW)}])


def test_what_a_withdrawn_release_hid_is_known_though_its_row_was_deleted(
    with_a_part_of_four, officer
):
    correct("LAC_01", 26, officer)
    Indicator.objects.get(code="LAC 01w").actuals.get().delete()

    told = what_showing_gives_away(hiding_now(decisions())[0])
    assert any(said.startswith("Of what a withdrawn release hid: LAC 01w") for said in told)


def test_a_total_that_was_told_and_whose_row_was_deleted_still_counts(
    with_a_part_of_four, officer, county
):
    correct("LAC_01w", 4, officer)
    county["LAC 01"].actuals.get().delete()

    told = what_showing_gives_away(hiding_now(decisions())[0])
    assert any("LAC 01w" in said and "as 4, from LAC 01s" in said for said in told)


def test_a_figure_told_again_as_at_first_is_what_was_told_last(
    with_a_part_of_four, officer, county
):
    whole = Key(county["LAC 01"].pk, PERIOD, NOW)
    for value in (33, 30):
        correct("LAC_01", value, officer)
        publish_now(officer)
    correct("LAC_01", 31, officer)

    earlier = shown_before()
    assert [each.shown[whole].value for each in earlier.withdrawn] == ["30", "33", "30"]
    assert [each.value for each in earlier.told[whole]] == ["33", "30"]


# What need not stay hidden ---------------------------------------------------------------------


@pytest.fixture
def idle(county, officer, client, settings):
    """13 was hidden for the 3 beside it, and then 3 is not small any more."""
    make_indicator(code="LAC 01w", unit="number", counted_as="child",
                   part_of=Indicator.objects.get(code="LAC 01"))  # fmt: skip
    report(NOW, LAC_01=30, LAC_01n=14, LAC_01s=13, LAC_01w=3)
    south = Key(Indicator.objects.get(code="LAC 01s").pk, PERIOD, NOW)
    publish_now(officer, hide=[{south}])
    settings.LAA_SMALL_NUMBER = 2
    make_quarter("2009/10 Q4", state="closed")
    client.force_login(officer)
    return FurtherHiding.objects.get()


def test_nothing_is_hidden_for_a_figure_that_guards_nothing(idle, client, officer):
    """13 = 30 - 14 - 3 can be worked out, and nothing is given away by it."""
    assert sentences("2009/10 Q4") == []

    page = client.get(reverse("publish-quarter", args=["2009-q4"]))
    assert [each for each in page.context["form"].fields if each.startswith("hide_")] == []
    publish_now(officer, "2009/10 Q4")
    assert FurtherHiding.objects.get() == idle


def test_publishing_offers_to_show_what_need_not_stay_hidden(idle, client):
    page = client.get(reverse("publish-quarter", args=["2009-q4"])).content.decode()

    assert "What need not stay hidden (1)" in page
    assert f'href="{address_of(idle)}"' in page
    assert "Show it again</button>" in client.get(address_of(idle)).content.decode()


def test_what_a_published_quarter_needs_hidden_is_not_offered(year_before, officer, client):
    restate(year_before, Q1=4, Q2=9)
    publish_now(officer)
    restate(year_before, "2009/10 Q4", Q1=10)
    make_quarter("2009/10 Q4", state="closed")
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q4"])).content.decode()

    assert "What need not stay hidden" not in page


def test_what_guards_something_is_not_offered(county, officer, client):
    report(NOW, LAC_01=50, LAC_01s=20, LAC_02g=27)
    publish_now(officer)
    make_quarter("2009/10 Q4", state="closed")
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q4"])).content.decode()

    assert "What need not stay hidden" not in page


def test_only_the_baseline_that_stands_is_read_beside_those_of_parts(county, officer):
    """20 was put right to 25, and 3 to 8: 17 beside 20 would tell the 3."""
    for code, number in (("LAC 01", 20), ("LAC 01n", 17), ("LAC 01s", 3)):
        make_baseline(indicator=county[code], period=PERIOD, value=Decimal(number))
    for code, number in (("LAC 01", 25), ("LAC 01s", 8)):
        make_baseline(
            indicator=county[code],
            period=PERIOD,
            value=Decimal(number),
            from_quarter=NOW,
            reason="Put right",
        )
    release = publish_now(officer)

    def baselines(of: str) -> list[str]:
        told = ReleasedReport.objects.get(release=release, key=f"{of}indicator/lac-01").data
        return [each["text"] for each in told["baselines"]]

    assert baselines("masked/") == ["25"]
    assert baselines("") == ["20", "25"]
