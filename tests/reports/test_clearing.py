"""Free text reaches the public only where an officer cleared that very text."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from reports.disclosure.clearing import Text, clear, cleared_texts, waiting
from reports.disclosure.withholding import Cleared, digest_of_text, texts_of, without_texts
from reports.models import Clearance
from reports.reading.facts import facts_as_at
from reports.reading.objects import DependencyCard, RuleVersion, Service, Stamp
from reports.releases.building import Building
from reports.releases.publishing import publish
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_assessment,
    make_indicator,
    make_plan,
    make_quarter,
    make_return,
    make_risk,
)
from tests.look.markup import find
from tests.reports import samples

QUARTER = "2009/10 Q3"
PAGE = "/texts/2009-q3/"


SUMMARY = "What the Board should know."
PLACE = "plan/ni-101/summary"


def one(place, text):
    return Cleared(frozenset({(place, digest_of_text(text))}))


def test_a_cleared_summary_is_public():
    assert without_texts(samples.summary(), one(PLACE, SUMMARY)).summary == SUMMARY


@pytest.mark.parametrize(
    ("place", "text"),
    [(PLACE, "What the Board should know"), ("plan/ni-99/summary", SUMMARY)],
    ids=["other words", "another place"],
)
def test_what_was_cleared_is_that_very_text_at_that_place(place, text):
    assert without_texts(samples.summary(), one(place, text)).summary == ""


def test_an_action_is_public_with_those_of_its_words_that_are_cleared():
    action = samples.ACTIONS[0]
    public = without_texts(samples.summary(), one("plan/ni-101/action 1", action.action))

    (shown,) = public.actions
    assert (shown.action, shown.status) == (action.action, action.status)
    assert (shown.update, shown.commentary, shown.who, shown.when) == ("", "", (), "")


def test_words_of_an_action_that_is_not_cleared_stay_withheld():
    public = without_texts(
        samples.summary(), one("plan/ni-101/action 1/update", samples.ACTIONS[0].update)
    )

    assert public.actions == ()


def test_the_commentary_of_an_indicator_is_public_once_cleared():
    why = samples.NI_101.commentary.why
    public = without_texts(samples.NI_101, one("indicator/ni-101/why", why))

    assert public.commentary.why == why
    assert public.commentary.being_done == ""


def test_every_text_that_can_be_cleared_is_public_when_all_are():
    report = samples.plan_report()
    found = texts_of(report)
    every = Cleared(frozenset((place, digest_of_text(text)) for place, text in found.items()))
    public = without_texts(report, every)

    assert texts_of(public) == found
    assert len(found) > 20


def all_cleared(*reports) -> Cleared:
    found = texts_of(*reports)
    return Cleared(frozenset((place, digest_of_text(text)) for place, text in found.items()))


def test_names_policies_and_the_end_of_a_plan_are_public_once_cleared():
    report = samples.plan_report(ended="Ended with 2009/10 Quarter 2: it is done")
    public = without_texts(report, all_cleared(report))

    assert report.policies
    assert public == replace(report, withheld=True, lines=public.lines, targets=public.targets)
    assert [each.lead for each in public.lines] == [each.lead for each in report.lines]
    assert without_texts(report).policies == ()
    assert (without_texts(report).prepared_by, without_texts(report).ended) == ("", "")


def test_sources_and_reasons_are_public_once_cleared():
    cell = replace(samples.GCSES, source="Key to Success")
    row = replace(samples.indicator_report().periods[1], reports=(cell,), stands=cell)
    report = samples.indicator_report(periods=(row,))
    public = without_texts(report, all_cleared(report))

    assert public.target_versions == report.target_versions
    assert public.baselines == report.baselines
    assert public.periods[0].stands.source == "Key to Success"
    assert "A typing error" not in str(without_texts(report))
    assert "Key to Success" not in str(without_texts(report))


COMPARATOR = "indicator/ni-101/comparator"


def test_what_is_said_of_others_figures_is_public_once_cleared():
    report = samples.indicator_report()
    point = next(each for each in report.comparators if each.because)
    place = f"{COMPARATOR} {point.name} for {point.period.replace('/', '-')}"
    public = without_texts(report, one(f"{place}/how comparable it is", point.because))

    shown = [each.because for each in public.comparators if each.because]
    assert shown == [point.because]
    for each, as_written in zip(public.comparators, report.comparators, strict=True):
        assert (each.source, each.definition) == ("", "")
        assert each.text == as_written.text
    assert without_texts(report, all_cleared(report)).comparators == report.comparators


def test_why_a_definition_is_not_comparable_is_public_once_cleared():
    rule = RuleVersion(
        "2009/10 Q2", "higher", 1, "1 child", "English and maths",
        comparable_with_before=False, why_not_comparable="Other subjects",
    )  # fmt: skip
    report = samples.indicator_report(rules=(rule,))
    place = "indicator/ni-101/rule from 2009-q2/why it is not comparable"

    (withheld,) = without_texts(report).rules
    assert withheld == replace(rule, why_not_comparable="")
    assert without_texts(report, one(place, "Other subjects")).rules == (rule,)


def test_a_theme_group_is_public_once_cleared_and_a_theme_always():
    report = samples.plan_report()
    public = without_texts(report, one("plan/ni-101/theme group", report.theme_group))

    assert (without_texts(report).theme_group, public.theme_group) == ("", report.theme_group)
    assert without_texts(report).theme == report.theme != ""


def test_a_dependency_is_public_with_the_theme_group_that_is_cleared():
    report = samples.plan_report(
        dependencies=(DependencyCard("NI 99", theme_group="The trust", arrangement="Monthly"),)
    )
    place = "plan/ni-101/dependency on NI 99/theme group"

    assert without_texts(report).dependencies == ()
    (shown,) = without_texts(report, one(place, "The trust")).dependencies
    assert (shown.theme_group, shown.arrangement) == ("The trust", "")


def test_a_place_is_short_enough_to_be_kept_whatever_it_is_called_after():
    long, other = "All pupils " * 18, "All pupils " * 17 + "of England"
    points = tuple(
        replace(samples.ALL_PUPILS, name=name, because="Any", definition="Any")
        for name in (long, other)
    )
    cards = tuple(DependencyCard(name, theme_group="The trust") for name in (long, other))
    found = texts_of(
        samples.indicator_report(comparators=points), samples.plan_report(dependencies=cards)
    )

    assert sum("comparator" in place for place in found) == 6
    assert sum("dependency on" in place for place in found) == 2
    assert max(map(len, found)) <= Clearance._meta.get_field("place").max_length


def test_a_source_is_cleared_of_the_figure_of_one_quarter_only():
    cell = replace(samples.GCSES, source="Key to Success")
    later = replace(cell, reported_in="2009/10 Q3")
    row = replace(samples.indicator_report().periods[1], reports=(cell, later), stands=later)
    place = "indicator/ni-101/figure for 2008-09 reported in 2009-q2/source"
    public = without_texts(samples.indicator_report(periods=(row,)), one(place, cell.source))

    assert [each.source for each in public.periods[0].reports] == ["Key to Success", ""]


def test_why_a_figure_is_not_available_is_public_once_cleared():
    lacking = replace(
        samples.GCSES, text="Not available", standing="not available", not_available_because="Lost"
    )
    line = replace(
        samples.NI_101,
        actual=lacking,
        status="not available",
        status_note="Lost",
        finding="This figure is not available: Lost",
    )

    assert "Lost" not in str(without_texts(line))
    public = without_texts(line, all_cleared(line))
    assert (public.status_note, public.finding) == (line.status_note, line.finding)


def test_who_entered_and_who_signed_off_is_never_public():
    line = replace(
        samples.NI_101,
        actual=replace(samples.GCSES, entered_by="Anna Archer", signed_off_by="Lee Lead"),
    )
    public = without_texts(line, all_cleared(line))

    assert (public.actual.entered_by, public.actual.signed_off_by) == ("", "")


def test_what_serves_an_indicator_is_public_with_the_words_that_are_cleared():
    service = Service("NI 101", "ni-101", samples.ACTIONS[0])
    report = samples.indicator_report(served_by=(service,), risks=samples.RISKS)
    some = one("plan/ni-101/action 1", samples.ACTIONS[0].action)

    (told,) = without_texts(report, some).served_by
    assert (told.action.action, told.action.update) == (samples.ACTIONS[0].action, "")
    assert without_texts(report, some).risks == ()
    assert without_texts(report, all_cleared(report)).risks == samples.RISKS


# The officers' page --------------------------------------------------------------------------


@pytest.fixture
def house(db):
    """A quarter in which a small figure, an action and a risk were reported, each with words."""
    quarter = make_quarter(QUARTER)
    indicator = make_indicator(code="NI 101")
    plan = make_plan(reference="NI 101", title="GCSEs", indicators=[indicator])
    make_actual(
        indicator=indicator, period=QUARTER, numerator=3, denominator=40, why="All three were ill."
    )
    make_action_update(action=make_action(plan=plan, number=1), commentary="Going well.")
    make_assessment(risk=make_risk(plan=plan, number=1), quarter=quarter)
    make_return(plan=plan, quarter=quarter, summary="A good quarter.")
    return plan


def marks(client) -> dict[str, str]:
    """The value of each box to tick, by the place of its text."""
    boxes = find(client.get(PAGE).content.decode(), "input", name="clear")
    values = [each[1]["value"] for each in boxes]
    return {value.partition(" ")[2]: value for value in values}


def send(client, shown, ticked):
    return client.post(PAGE, {"shown": list(shown), "clear": list(ticked)}, follow=True)


def public_words(quarter=QUARTER) -> str:
    ours = Building(
        facts_as_at(quarter), Stamp(quarter, "", "", "open"), masked=True, today=date(2010, 1, 11)
    )
    return str(without_texts(ours.quarterly_report(), cleared_texts()))


def test_what_an_officer_ticks_is_public(house, officer, client):
    client.force_login(officer)
    found = marks(client)
    send(client, found.values(), [found["plan/ni-101/summary"]])

    assert "A good quarter." in public_words()
    assert "Going well." not in public_words()
    (kept,) = Clearance.objects.all()
    assert (kept.place, kept.by) == ("plan/ni-101/summary", officer)


def test_sources_and_reasons_are_offered_folded_under_what_they_stand_beside(
    house, officer, client
):
    house.indicators.get().actuals.update(source="Counted by hand", numerator=20)
    client.force_login(officer)
    (about,) = [
        each
        for each in client.get(PAGE).context["about"]
        if each.title.startswith("NI 101: ") and each.beside
    ]

    assert [(each.label, each.words) for each in about.beside] == [
        (
            "Figure for 2009/10 Quarter 3 reported in 2009/10 Quarter 3: source",
            "Counted by hand",
        )
    ]
    assert "Counted by hand" not in [each.words for each in about.main]


def test_what_an_officer_unticks_is_public_no_more(house, officer, client):
    client.force_login(officer)
    found = marks(client)
    send(client, found.values(), [found["plan/ni-101/summary"]])
    send(client, found.values(), [])

    assert "A good quarter." not in public_words()
    assert Clearance.objects.count() == 2


UPDATE, ACTION = "plan/ni-101/action 1/update", "plan/ni-101/action 1"


def test_what_is_cleared_and_belongs_to_what_is_not_is_said_to_be_shown_to_nobody(
    house, officer, client
):
    client.force_login(officer)
    found = marks(client)
    page = send(client, found.values(), [found[UPDATE]]).content.decode()

    assert "Going well." not in public_words()
    assert (
        "Cleared for the public: 1. No longer cleared: 0. Cleared, but not shown yet: 1. That "
        "waits for this to be cleared too: NI 101: Action 1."
    ) in page
    assert "Cleared, but not shown yet: clear “Action 1” too." in page
    assert "Cleared, but not shown yet (1)" in page
    (text,) = texts_on(client.get(f"{PAGE}?which=not-shown"))
    assert text.place == UPDATE


def test_before_it_is_cleared_a_text_says_what_has_to_be_cleared_with_it(house, officer, client):
    client.force_login(officer)
    waiting = {each.place for each in texts_on(client.get(PAGE)) if each.waits_for}

    assert waiting
    assert all("/action 1/" in each or "/risk 1/" in each for each in waiting)
    assert "Shown only once “Action 1” is cleared too." in client.get(PAGE).content.decode()


def test_once_an_action_is_cleared_nothing_waits_for_it(house, officer, client):
    client.force_login(officer)
    found = marks(client)
    page = send(client, found.values(), [found[UPDATE], found[ACTION]]).content.decode()

    assert "Going well." in public_words()
    assert "Cleared for the public: 2. No longer cleared: 0.\n" in page.replace("<", "\n<")
    assert "“Action 1”" not in page


def test_what_was_shown_is_said_to_be_no_more_when_its_action_is_not_cleared_any_more(
    house, officer, client
):
    client.force_login(officer)
    found = marks(client)
    send(client, found.values(), [found[UPDATE], found[ACTION]])
    page = send(client, found.values(), [found[UPDATE]]).content.decode()

    assert "No longer cleared: 1. Cleared, but not shown yet: 1." in page
    assert "Going well." not in public_words()


def texts_on(response):
    return [text for each in response.context["about"] for text in each.texts]


def test_whatever_is_cleared_and_waits_for_nothing_is_what_the_public_reads():
    report = samples.plan_report()
    found = texts_of(report)
    some = sorted(found)[::2]
    cleared = Cleared(frozenset((each, digest_of_text(found[each])) for each in some))
    texts = waiting([Text(each, found[each], each in some) for each in found])

    shown = texts_of(without_texts(report, cleared))
    assert {each.place for each in texts if each.cleared and not each.waits_for} == shown.keys()
    assert 0 < len(shown) < len(some)


def test_sending_the_page_again_as_it_is_keeps_nothing_anew(house, officer, client):
    client.force_login(officer)
    found = marks(client)
    for _ in range(2):
        send(client, found.values(), [found["plan/ni-101/summary"]])

    assert Clearance.objects.count() == 1


def test_a_text_that_changed_is_not_cleared_any_more(house, officer):
    clear([("plan/ni-101/summary", "A good quarter.")], by=officer)
    house.returns.update(summary="A good quarter for Anna.")

    assert "A good quarter" not in public_words()


def test_a_text_that_changed_while_it_was_read_is_not_cleared(house, officer, client):
    client.force_login(officer)
    found = marks(client)
    house.returns.update(summary="A good quarter for Anna.")
    page = send(client, found.values(), [found["plan/ni-101/summary"]])

    assert "not cleared: 1" in page.content.decode()
    assert "Anna" not in public_words()


def test_a_number_beside_a_hidden_figure_draws_a_warning(house, officer, client):
    client.force_login(officer)
    warned = [
        text.place
        for about in client.get(PAGE).context["about"]
        for text in about.texts
        if text.warning
    ]

    assert "indicator/ni-101/why" in warned
    assert "plan/ni-101/summary" not in warned


def test_a_number_beside_figures_that_are_shown_draws_none(house, officer, client):
    figure = house.indicators.get().actuals.get()
    figure.numerator = 20
    figure.save()
    client.force_login(officer)

    assert not [
        text for about in client.get(PAGE).context["about"] for text in about.texts if text.warning
    ]


@pytest.fixture
def many(house):
    """So many actions that their texts fill more than a page; one of the last holds a number."""
    for number in range(2, 32):
        action = make_action(plan=house, number=number, action="Find tutors")
        make_action_update(action=action, commentary="Two left." if number == 31 else "Going well.")
    return house


def test_texts_come_in_pages_those_with_a_warning_first(many, officer, client):
    client.force_login(officer)
    page = client.get(PAGE)
    first = [text for about in page.context["about"] for text in about.texts]
    warned = [each for each in first if each.warning]

    assert len(first) == 40
    assert first[: len(warned)] == warned
    assert "plan/ni-101/action 31/update" in [each.place for each in warned]
    links = [each[1]["href"] for each in find(page.content.decode(), "a") if "href" in each[1]]
    assert "?page=2" in links


def test_every_text_is_on_one_page_or_another(many, officer, client):
    client.force_login(officer)
    pages = [client.get(f"{PAGE}?page={number}") for number in (1, 2, 3)]
    every = [
        text.place
        for page in pages[: pages[0].context["page"].paginator.num_pages]
        for about in page.context["about"]
        for text in about.texts
    ]

    assert len(every) == len(set(every)) == pages[0].context["page"].paginator.count
    assert {f"plan/ni-101/action {number}/update" for number in range(1, 32)} <= set(every)


def test_a_warning_is_said_once_for_the_texts_of_a_plan(many, officer, client):
    client.force_login(officer)
    html = client.get(f"{PAGE}?which=warned").content.decode()

    assert len(find(html, "input", name="clear")) > html.count("Look twice: It may say how many")
    assert html.count("Look twice: It may say how many") == len(find(html, "fieldset"))


def test_what_is_ticked_on_one_page_leaves_the_other_pages_alone(many, officer, client):
    client.force_login(officer)
    clear([("plan/ni-101/summary", "A good quarter.")], by=officer)
    first = client.get(f"{PAGE}?page=1").content.decode()
    shown = [each[1]["value"] for each in find(first, "input", name="shown")]
    assert not [each for each in shown if each.endswith("summary")]
    answer = client.post(f"{PAGE}?page=1", {"shown": shown, "clear": shown[:1]})

    assert answer["Location"] == f"{PAGE}?page=1"
    assert Clearance.objects.count() == 2
    assert ("plan/ni-101/summary", digest_of_text("A good quarter.")) in cleared_texts().texts


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("which=open", "plan/ni-101/action 1/update", "plan/ni-101/summary"),
        ("which=cleared", "plan/ni-101/summary", "plan/ni-101/action 1/update"),
        ("which=warned", "indicator/ni-101/why", "plan/ni-101/summary"),
        ("of=indicator/ni-101", "indicator/ni-101/why", "plan/ni-101/summary"),
        ("which=nonsense&of=nothing", "plan/ni-101/summary", ""),
    ],
)
def test_one_may_ask_for_some_of_the_texts(house, officer, client, query, there, not_there):
    client.force_login(officer)
    clear([("plan/ni-101/summary", "A good quarter.")], by=officer)
    about = client.get(f"{PAGE}?{query}").context["about"]
    places = [text.place for each in about for text in each.texts]

    assert there in places
    assert not_there not in places


def test_where_no_text_is_of_a_kind_the_page_says_so(house, officer, client):
    client.force_login(officer)

    assert (
        "None of the texts is of this kind." in client.get(f"{PAGE}?which=cleared").content.decode()
    )


def test_the_texts_of_a_published_quarter_are_those_of_its_release(house, officer, client):
    publish(make_quarter(QUARTER, state="closed"), by=officer, reason="Because")
    client.force_login(officer)
    found = marks(client)

    assert "plan/ni-101/action 1" in found
    send(client, found.values(), [found["plan/ni-101/action 1"]])
    assert "Offer one-to-one tuition" in public_words()


def test_whoever_is_no_officer_is_told_whom_to_ask(house, somebody, client):
    client.force_login(somebody)

    assert client.get(PAGE).status_code == 403
    assert client.get(reverse("releases")).status_code == 403
