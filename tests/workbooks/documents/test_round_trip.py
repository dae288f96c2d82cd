"""A plan that is exported to Word and read back is the same plan."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indicators.sheets.indicators import IDENTITY, RULE
from plans.models import DeliveryPlan
from reports.disclosure.clearing import clear
from reports.disclosure.withholding import Cleared, digest_of_text, without_texts
from reports.packs.plan import NOT_CLEARED, NOT_CLEARED_HERE, SOME_CLEARED
from reports.packs.texts import clean
from reports.reading.objects import ActionCard, DependencyCard, PolicyCard, RiskCard
from risks.scale import WORDS
from tests.builders import (
    make_assessment,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_rule,
)
from tests.reports import samples
from tests.workbooks.documents.edited import in_word
from tests.workbooks.documents.word import read, read_here, texts
from workbooks.book import kept_book
from workbooks.documents.exports import NOT_CARRIED, OURS, WITHHELD
from workbooks.documents.keeping import KeptHere
from workbooks.documents.reading import understood
from workbooks.documents.recognising import Recognised, answered_as_suggested, recognise
from workbooks.documents.wording import same_text, says_nothing
from workbooks.importing import Verdict, import_content
from workbooks.models import Import, ImportKind
from workbooks.reading.limits import NotRead

PREPARED_BY = ("prepared_by", "post", "service")


def is_said(text: str) -> bool:
    """Whether a document shows something of the text, which is not what it writes for nothing."""
    shown = clean(text).strip()
    return bool(shown) and not says_nothing(shown) and any(map(str.isprintable, shown.strip()))


text = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Cf"]), min_size=1, max_size=40),
    st.text("ab|;,/•-. \n0159%()", min_size=1, max_size=30),
    st.sampled_from(
        ["Priority", "Theme", "Risk", "Summary", "Nil Low", "NI99/NI100", "ACTIVITY PLAN", "1. a"]
    ),
).filter(is_said)
line = text.map(lambda words: " ".join(words.split())).filter(is_said)
several = st.lists(line, max_size=3, unique=True).map(tuple)
optional = st.one_of(st.just(""), line)
rating = st.sampled_from(["", *WORDS])

# How its indicator is measured: words, and what is one of some words.
measures = st.builds(
    lambda **given: (replace(samples.NI_101, **given),),
    unit=st.sampled_from(["percentage", "number", "£"]),
    decimals=st.integers(0, 3),
    good_is=st.sampled_from(["higher", "lower", "on plan", "none"]),
    numerator_words=st.one_of(st.just(""), text),
    denominator_words=st.one_of(st.just(""), text),
    counted_as=optional,
    expects=st.tuples(*[st.sampled_from(["", "nothing", "forecast", "final"])] * 4),
    tolerance=st.sampled_from(["10% of the target", "0.5 percentage points", "1 child"]),
    definition=st.one_of(st.just(""), text),
    cohort=optional,
)
reports = st.builds(
    samples.plan_report,
    lines=measures,
    title=line,
    prepared_by=optional,
    post=optional,
    service=optional,
    dated=optional,
    theme=optional,
    priority=text,
    theme_group=optional,
    management_group_lead=optional,
    partners=several,
    cross_cutting_theme=optional,
    equality_and_diversity=text,
    performance_arrangements=several,
    actions=st.lists(
        st.builds(
            ActionCard,
            st.just(1),
            text,
            who=several,
            success_measure=several,
            when=optional,
            resource_implications=text,
            commentary=text,
            feeds=st.sampled_from([(), ("NI 101",), ("LAC 01", "NI 101")]),
        ),
        max_size=4,
    ).map(tuple),
    risks=st.lists(
        st.builds(
            RiskCard,
            st.just(1),
            text,
            st.just("NI 101"),
            st.just("ni-101"),
            how_managed=text,
            owner=optional,
            impact=rating,
            likelihood=rating,
            state=st.sampled_from(["open", "closed"]),
            commentary=text,
        ),
        max_size=4,
    ).map(tuple),
    dependencies=st.lists(
        st.builds(DependencyCard, line, theme_group=optional, arrangement=text), max_size=3
    ).map(tuple),
    policies=st.lists(st.builds(PolicyCard, line, optional, text), max_size=3).map(tuple),
)


def numbered(report):
    """Each action and risk with a number of its own, as they are kept: some are missing."""
    return replace(
        report,
        actions=tuple(replace(each, number=2 * n) for n, each in enumerate(report.actions, 1)),
        risks=tuple(replace(each, number=n + 3) for n, each in enumerate(report.risks, 1)),
    )


def column(found: Recognised, sheet: str, attribute: str) -> list[str]:
    return [
        each.values[attribute].value if attribute in each.values else "" for each in found.of(sheet)
    ]


def assert_same(texts, found) -> None:
    texts, found = list(texts), list(found)
    assert len(texts) == len(found)
    for one, other in zip(texts, found, strict=True):
        assert same_text(one, other), (one, other)


NOT_RATED = samples.plan_report(
    prepared_by="Ann Lee",
    post="",
    service="",
    actions=(),
    risks=(RiskCard(1, "Too few tutors", "NI 101", "ni-101", how_managed="Recruit"),),
)
CLOSED = replace(
    NOT_RATED,
    risks=(
        RiskCard(1, "Too few tutors", state="closed", commentary=",/a.", how_managed="Recruit"),
    ),
)
LINES_OF_SIGNS = replace(NOT_RATED, equality_and_diversity="-\n0\n.\n-", priority="0\n.")


@example(NOT_RATED)
@example(LINES_OF_SIGNS)
@example(CLOSED)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(reports)
def test_every_plan_that_is_written_in_word_is_read_back_the_same(report):
    report = numbered(report)
    found = recognise(read_here(in_word(report)))

    (plan,) = found.of("Plans")
    for name in (
        "title", "agreement", "prepared_by", "post", "service", "dated", "theme", "priority",
        "theme_group",
        "management_group_lead", "cross_cutting_theme", "equality_and_diversity",
    ):  # fmt: skip
        value = plan.values[name].value if name in plan.values else ""
        assert same_text(getattr(report, name), value), name
    for name in ("partners", "performance_arrangements"):
        value = plan.values[name].value if name in plan.values else ""
        assert_same(getattr(report, name), value.split("\n") if value else [])
    cards = (
        ("Actions", report.actions, ("action", "when", "resource_implications", "commentary")),
        ("Risks", report.risks, ("risk", "how_managed", "owner")),
        ("Policies", report.policies, ("policy", "responsible_body", "arrangement")),
        ("Dependencies", report.dependencies, ("priority", "theme_group", "arrangement")),
    )
    for sheet, ours, names in cards:
        for name in names:
            assert_same([getattr(each, name) for each in ours], column(found, sheet, name))
    for name in ("who", "success_measure"):
        read_back = [
            each.values[name].value.split("\n") if each.values[name].value else []
            for each in found.of("Actions")
        ]
        assert [len(getattr(each, name)) for each in report.actions] == list(map(len, read_back))
    # Of the indicators that actions feed, those that the document brings.
    assert column(found, "Actions", "indicators_fed") == [
        "NI 101" if each.feeds else "" for each in report.actions
    ]
    rated = [
        each for each in report.risks if each.impact or each.likelihood or each.state == "closed"
    ]
    closed = [each for each in rated if each.state == "closed"]
    assert column(found, "Risk assessments", "state") == [each.state for each in rated]
    assert_same(
        [each.commentary for each in closed],
        filter(None, column(found, "Risk assessments", "commentary")),
    )
    assert_same([each.impact for each in rated], column(found, "Risk assessments", "impact"))
    assert_same(
        [each.likelihood for each in rated], column(found, "Risk assessments", "likelihood")
    )
    (measured,) = report.lines
    for name in ("numerator_words", "denominator_words", "counted_as", "definition", "cohort"):
        assert_same([getattr(measured, name)], column(found, "Indicators", name))
    for name in ("unit", "decimals", "good_is", "year_type", "frequency", "accumulation"):
        assert column(found, "Indicators", name) == [str(getattr(measured, name))]
    for number, expected in enumerate(measured.expects, start=1):
        assert column(found, "Indicators", f"q{number}_expects") == [expected]
    assert column(found, "Targets", "value") == ["15%", "17.8%", ""]
    assert column(found, "Targets", "state") == ["set", "set", "not set"]
    assert column(found, "Indicators", "baseline") == ["2.4%"]
    assert found.unplaced == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "audience", ["officer", pytest.param("public", marks=pytest.mark.thorough)]
)
def test_every_plan_of_the_demonstration_read_back_changes_nothing(client, audience):
    call_command("load_demonstration")
    client.force_login(make_officer())
    plans = list(DeliveryPlan.objects.values_list("slug", flat=True))
    assert len(plans) == 6
    for slug in plans:
        response = client.get(f"/plans/{slug}.docx?audience={audience}")
        content = getattr(response, "content", None) or b"".join(response.streaming_content)
        assert understood(read(content), {}).questions == [], slug

        outcome = import_content(f"{slug}.docx", content, kind=ImportKind.DOCUMENT)

        assert (outcome.problems, outcome.checked.warnings) == ([], [])
        assert outcome.verdict == Verdict.NO_CHANGES, (slug, list(outcome.checked.as_data()))


MEASURE = (*IDENTITY, *RULE, "part_of")


def as_it_stands(reference: str) -> dict:
    """A plan as it is kept, in as far as its document says it."""
    kept = KeptHere(kept_book()).plan(reference)
    return {
        "title": kept.plan["title"],
        "measured": {
            code: {each: row[each] for each in MEASURE} for code, row in kept.indicators.items()
        },
        "targets": {
            key: (row["value"], row["state"]) for key, row in kept.targets.items()
        },
        "prepared": [kept.plan[each] for each in (*PREPARED_BY, "dated")],
        "actions": [row["action"] for row in kept.actions],
        # Those of other plans come with these.
        "fed": [
            [code for code in row["indicators_fed"] if code in kept.indicators]
            for row in kept.actions
        ],
        "owners": [row["owner"] for row in kept.risks],
        "milestones": [row["words"] for rows in kept.milestones.values() for row in rows],
        "risks": [row["risk"] for row in kept.risks],
        # Why a risk stays open is said of the quarter, and not in the plan.
        "ratings": {
            number: said if said[2] == "closed" else said[:3]
            for number, said in kept.ratings.items()
        },
        "dependencies": sorted(kept.dependencies),
        "policies": sorted(kept.policies),
    }  # fmt: skip


@pytest.mark.thorough
@pytest.mark.django_db
def test_every_plan_of_the_demonstration_is_the_same_in_a_partnership_that_had_nothing(client):
    with transaction.atomic():
        call_command("load_demonstration")
        client.force_login(make_officer())
        written = {}
        for plan in DeliveryPlan.objects.all():
            response = client.get(f"/plans/{plan.slug}.docx?audience=officer")
            content = getattr(response, "content", None) or b"".join(response.streaming_content)
            written[plan.reference] = (content, as_it_stands(plan.reference))
        transaction.set_rollback(True)
    assert not DeliveryPlan.objects.exists()
    for reference, (content, before) in written.items():
        with transaction.atomic():
            known = KeptHere(kept_book())
            answers = answered_as_suggested(read(content), {}, known)
            outcome = import_content(
                "plan.docx",
                content,
                kind=ImportKind.DOCUMENT,
                interpretation={"answers": answers},
                accept_warnings=True,
            )
            assert outcome.verdict == Verdict.SAVED, (reference, outcome.problems)
            assert as_it_stands(reference) == before
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("audience", ["officer", "public"])
def test_a_closed_risk_is_closed_where_its_plan_is_read_back(client, audience):
    with transaction.atomic():
        call_command("load_demonstration")
        client.force_login(make_officer())
        risk = DeliveryPlan.objects.get(reference="NI 101").risks.get(number=2)
        make_assessment(
            risk=risk, quarter_id="2009/10 Q3", state="closed", commentary="Tutors came."
        )
        response = client.get(f"/plans/ni-101.docx?audience={audience}")
        content = getattr(response, "content", None) or b"".join(response.streaming_content)
        before = as_it_stands("NI 101")
        outcome = import_content("plan.docx", content, kind=ImportKind.DOCUMENT)
        assert (outcome.verdict, outcome.problems) == (Verdict.NO_CHANGES, [])
        transaction.set_rollback(True)
    if audience == "public":
        return
    assert before["ratings"][2][2:] == ("closed", "Tutors came.")
    answers = answered_as_suggested(read(content), {}, KeptHere(kept_book()))
    outcome = import_content(
        "plan.docx",
        content,
        kind=ImportKind.DOCUMENT,
        interpretation={"answers": answers},
        accept_warnings=True,
    )
    assert outcome.verdict == Verdict.SAVED, outcome.problems
    assert as_it_stands("NI 101") == before


@pytest.mark.django_db
def test_words_that_a_public_document_keeps_back_stay_where_it_is_read_back(client):
    """Of each thing some words are cleared, and beside them stand those that are not."""
    with transaction.atomic():
        call_command("load_demonstration")
        officer = make_officer()
        client.force_login(officer)
        plan = DeliveryPlan.objects.get(reference="NI 101")
        first = plan.dependencies.exclude(theme_group="").exclude(arrangement="").first()
        named = f"plan/ni-101/dependency on {first.priority}"
        clear(
            [
                (f"{named}/arrangement", first.arrangement),
                ("plan/ni-101/action 1", plan.actions.get(number=1).action),
                ("plan/ni-101/risk 1", plan.risks.get(number=1).risk),
                ("plan/ni-101/policy 1", plan.policies.first().policy),
            ],
            by=officer,
        )
        response = client.get("/plans/ni-101.docx?audience=public")
        content = getattr(response, "content", None) or b"".join(response.streaming_content)
        written = str(texts(read(content)))
        before = as_it_stands("NI 101")
        outcome = import_content("plan.docx", content, kind=ImportKind.DOCUMENT)
        after = as_it_stands("NI 101")
        transaction.set_rollback(True)

    assert first.arrangement in written
    assert first.theme_group not in written
    assert (outcome.verdict, outcome.problems) == (Verdict.NO_CHANGES, [])
    assert after == before


def test_what_our_files_say_around_a_plan_is_known():
    assert {NOT_CLEARED, SOME_CLEARED} == WITHHELD
    assert says_nothing(NOT_CLEARED_HERE)
    assert WITHHELD <= OURS


def test_who_wrote_a_plan_is_not_asked_where_there_are_commas_in_a_name_a_post_and_a_service():
    report = samples.plan_report(
        prepared_by="Ann Lee (a plan, not the council's)",
        post="Manager, placements",
        service="Looked After, and Leaving Care",
    )
    found = recognise(read_here(in_word(report)))
    (plan,) = found.of("Plans")
    assert [plan.values[each].value for each in PREPARED_BY] == [
        report.prepared_by, report.post, report.service,
    ]  # fmt: skip
    assert [each for each in found.questions if "Who prepared" in each.text] == []


def test_an_indicator_that_an_action_feeds_and_nobody_knows_is_left_out_and_told():
    fed = replace(samples.ACTIONS[0], feeds=("LAC 01", "LAC 02", "NI 101"))
    found = recognise(read_here(in_word(samples.plan_report(actions=(fed,)))))
    (action,) = found.of("Actions")
    assert action.values["indicators_fed"].value == "NI 101"
    (told,) = [each for each in found.notes if "feeds" in each]
    assert told.startswith("action 1 feeds LAC 01, LAC 02, of which nothing is known here")
    assert found.unplaced == []


TOLERANCES = [("% of target", "10"), ("points", "0.5"), ("children", "1"), ("children", "12")]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "amount"), TOLERANCES)
def test_how_an_indicator_is_measured_is_the_same_in_a_partnership_that_had_nothing(
    client, kind, amount
):
    """Each of its words, where an officer filled in all of them."""
    with transaction.atomic():
        make_quarter("2009/10 Q3", state="open")
        whole = make_indicator(code="NI 100", title="All of it")
        ours = make_indicator(
            code="NI 101",
            title="Five good GCSEs",
            unit="rate",
            per=1000,
            numerator_words="Those who\ngot five",
            denominator_words="All in Year 11; not those abroad",
            counted_as="young person",
            year_type="academic",
            frequency="annual",
            q1_expects="forecast",
            q4_expects="final",
            cohort="Year 11",
            part_of=whole,
            broken_down_by="Year group",
        )
        make_rule(
            indicator=ours,
            good_is="lower",
            decimals=2,
            tolerance=Decimal(amount),
            tolerance_kind=kind,
            definition="Of the census.\nSecond line: 5 A*-C",
        )
        make_plan(reference="NI 101", indicators=[ours, whole])
        client.force_login(make_officer())
        response = client.get("/plans/ni-101.docx?audience=officer")
        content = getattr(response, "content", None) or b"".join(response.streaming_content)
        before = as_it_stands("NI 101")["measured"]
        outcome = import_content("plan.docx", content, kind=ImportKind.DOCUMENT)
        assert (outcome.verdict, outcome.problems) == (Verdict.NO_CHANGES, [])
        transaction.set_rollback(True)
    assert before["NI 101"]["tolerance"] == Decimal(amount)
    assert before["NI 101"]["part_of"] == "NI 100"
    assert before["NI 101"]["broken_down_by"] == "Year group"
    assert all(before["NI 101"][name] for name in ("cohort", "definition", "counted_as"))

    answers = answered_as_suggested(read(content), {}, KeptHere(kept_book()))
    outcome = import_content(
        "plan.docx",
        content,
        kind=ImportKind.DOCUMENT,
        interpretation={"answers": answers},
        accept_warnings=True,
    )
    assert outcome.verdict == Verdict.SAVED, outcome.problems
    assert as_it_stands("NI 101")["measured"] == before


def test_an_indicator_of_which_another_one_is_part_and_nobody_knows_is_left_out_and_told():
    found = recognise(
        read_here(
            in_word(
                replace(
                    NOT_RATED,
                    lines=(replace(samples.NI_101, part_of="NI 75", broken_down_by="age"),),
                )
            )
        )
    )
    assert column(found, "Indicators", "part_of") == [""]
    assert column(found, "Indicators", "broken_down_by") == [""]
    assert any("NI 101 is part of NI 75, of which nothing is known" in each for each in found.notes)
    assert found.unplaced == []


def test_what_a_document_does_not_carry_is_said():
    found = recognise(read_here(in_word(samples.plan_report())))
    assert NOT_CARRIED in found.notes


def test_the_public_view_of_a_plan_that_is_not_kept_is_refused():
    public = without_texts(samples.plan_report())
    assert not public.says_something
    with pytest.raises(NotRead, match="this is the public view of the plan"):
        recognise(read_here(in_word(public)))


def test_a_plan_with_some_of_its_words_cleared_is_refused_too_where_it_is_not_kept():
    report = samples.plan_report()
    cleared = Cleared(frozenset({("plan/ni-101/priority", digest_of_text(report.priority))}))
    public = without_texts(report, cleared)
    assert public.priority
    with pytest.raises(NotRead, match="bring its officer view, which has them all"):
        recognise(read_here(in_word(public)))


def brought(client, door: str, report) -> str:
    """What the page says once the plan's own document is brought there."""
    client.force_login(make_officer())
    file = SimpleUploadedFile("plan.docx", in_word(report))
    return " ".join(
        client.post(reverse(door), {"file": file}, follow=True).content.decode().split()
    )


@pytest.mark.django_db
def test_the_page_says_what_a_document_does_not_carry(client):
    shown = brought(client, "documents", samples.plan_report())
    assert "A document does not carry why targets were set" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["documents", "imports"])
def test_the_page_refuses_the_public_view_of_a_plan_that_is_not_kept(client, door):
    shown = brought(client, door, without_texts(samples.plan_report()))
    assert "This is the public view of the plan" in shown
    assert "bring its officer view, which has them all" in shown
    assert not Import.objects.exists()
