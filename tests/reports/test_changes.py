"""What changed between two quarters: each kind in words, in their order, and what is silent."""

from dataclasses import replace
from datetime import date

import pytest

from reports.changes.between import LONG, changes, kind_of, standstill
from reports.changes.kinds import IMPORTANCE, KINDS, Kind, Way, What
from reports.disclosure.withholding import Cleared, digest_of_text, without_texts
from reports.reading.digests import Digest, IndicatorDigest, PlanDigest
from reports.reading.objects import (
    ActionCard,
    DependencyCard,
    FigureCell,
    MilestoneCard,
    RiskCard,
    RuleVersion,
    TargetCell,
)
from reports.reading.sentences import WHY_HIDDEN
from tests.reports import samples

Q1 = samples.stamp(quarter="2009/10 Q1", quarter_in_full="2009/10 Quarter 1", slug="2009-q1")
Q2 = samples.stamp()
Q3_OPEN = samples.open_stamp(due=date(2010, 1, 15))


def figure(text="12.5%", counts="5 of 40 young people", **given) -> FigureCell:
    usual = {"period": "2008/09", "reported_in": "2009/10 Q2", "standing": "provisional"}
    return FigureCell(**usual | {"text": text, "counts": counts} | given)


MET = figure("17.5%", "7 of 40 young people")
FORECAST = figure("10.0%", "4 of 40 young people", standing="forecast", reported_in="2009/10 Q1")
MASKED = FigureCell("2008/09", standing="provisional", text="[c]", masked=True)


def target(text="15%", state="set", **given) -> TargetCell:
    return TargetCell("2008/09", text=text, state=state, **given)


def indicator(status="missed", *figures, **given) -> IndicatorDigest:
    usual = {
        "code": "NI 101",
        "slug": "ni-101",
        "title": "GCSEs",
        "plan": "NI 101",
        "plan_slug": "ni-101",
        "status": status,
        "finding": "The sentence.",
        "period_due": "2008/09",
        "about": figures[0].period if figures else "",
        "figures": figures,
        "targets": (target(),),
        "baseline": FigureCell("2007/08", text="2.4%"),
        "rules": (RuleVersion("", "higher", 1, "10% of the target", "By analogy."),),
    }
    return IndicatorDigest(**usual | given)


def milestone(due=date(2009, 9, 30), **given) -> MilestoneCard:
    first = given.pop("first_due", due)
    dates = tuple((each, "Colleges are late") for each in {first, due} if each)
    return MilestoneCard(1, "Ten tutors", first, due, dates=dates, **given)


def action(status="on track", *milestones, **given) -> ActionCard:
    return ActionCard(1, "Tuition", status=status, milestones=milestones, **given)


def risk(impact="Low", likelihood="Low", band="low", **given) -> RiskCard:
    return RiskCard(1, "Money", impact=impact, likelihood=likelihood, band=band, **given)


HIGH = risk("High", "High", "high")


def plan(**given) -> PlanDigest:
    return PlanDigest(**{"reference": "NI 101", "slug": "ni-101", "title": "GCSEs"} | given)


def digest(*things, stamp=Q2, day=date(2009, 11, 5)) -> Digest:
    return Digest(
        stamp,
        tuple(each for each in things if isinstance(each, IndicatorDigest)),
        tuple(each for each in things if isinstance(each, PlanDigest)),
        day,
    )


def told(was, now):
    """Between a quarter in which that stood and the next, in which this stands."""
    before = digest(*([was] if was else []), stamp=Q1)
    return changes(before, digest(*([now] if now else []))).all


def acting(*cards):
    return plan(actions=cards)


NOT_IN = indicator("not returned", about="")
WAITING = indicator("not due")
FROM_FORECAST = indicator(
    "not due", FORECAST, about="", ahead="2008/09", forecast_status="forecast to be close"
)
RESTATED = figure("14.6%", "6 of 41 young people", standing="restated")
EVERY_CHANGE = [
    (indicator("met", MET), indicator(), What.FELL_TO_MISSED, "moved from met to missed: The"),
    (indicator("met", MET), indicator("close"), What.FELL_TO_CLOSE, "moved from met to close"),
    (indicator(), indicator("met", MET), What.ROSE_TO_MET, "moved from missed to met"),
    (indicator(), indicator("close"), What.ROSE_TO_CLOSE, "moved from missed to close"),
    (WAITING, indicator(), What.FIRST_MISSED, "has a result, and it is missed: The sentence."),
    (WAITING, indicator("close"), What.FIRST_CLOSE, "has a result, and it is close"),
    (NOT_IN, indicator("met", MET), What.FIRST_MET, "came in after all, and it is met"),
    (WAITING, NOT_IN, What.NOT_RETURNED, "was not returned. The figure for 2008/09 is not in."),
    (WAITING, indicator("overdue"), What.NOT_RETURNED, "is overdue"),
    (
        WAITING,
        indicator(
            "not available", figure(standing="not available", not_available_because="No exams")
        ),
        What.NOT_AVAILABLE,
        "is not available.",
    ),
    (WAITING, indicator("suppressed"), What.SUPPRESSED, "is hidden by whoever published it."),
    (indicator("met", MET), indicator("masked", MASKED), What.HIDDEN, "is not shown any more"),
    (
        indicator("missed", figure()),
        indicator("missed", RESTATED),
        What.RESTATED,
        "from 5 of 40 young people (12.5%) to 6 of 41 young people (14.6%).",
    ),
    (
        indicator("missed", figure()),
        indicator("missed", figure(standing="final")),
        What.SETTLED,
        "stays at 5 of 40 young people (12.5%) for 2008/09, which is final now.",
    ),
    (
        indicator("missed", figure()),
        indicator("missed", figure(period="2009/10"), figure()),
        What.NEW_FIGURE,
        "has a new figure: The sentence.",
    ),
    (
        indicator("missed", figure()),
        indicator("missed", figure(), figure("2.4%", "", period="2007/08")),
        What.CAME_LATE,
        "2.4% came in late, for 2007/08.",
    ),
    (
        indicator("no target", figure()),
        indicator("no target", figure("Not available", "", standing="not available")),
        What.WITHDRAWN,
        "lost its figure for 2008/09: 5 of 40 young people (12.5%) was withdrawn.",
    ),
    (
        indicator("not due"),
        FROM_FORECAST,
        What.NEW_FORECAST,
        "has a forecast for 2008/09: 4 of 40 young people (10.0%), forecast to be close.",
    ),
    (
        FROM_FORECAST,
        replace(
            FROM_FORECAST,
            figures=(replace(FORECAST, text="2.5%"),),
            forecast_status="forecast to miss",
        ),
        What.FORECAST_WORSE,
        "is forecast to miss its target for 2008/09; it was forecast to be close to it.",
    ),
    (
        FROM_FORECAST,
        replace(
            FROM_FORECAST,
            figures=(replace(FORECAST, text="20%"),),
            forecast_status="forecast to meet",
        ),
        What.FORECAST_BETTER,
        "is forecast to meet its target",
    ),
    (indicator(), None, What.INDICATOR_GONE, "is not reported any more."),
    (None, indicator(), What.INDICATOR_NEW, "is new. The sentence."),
    (
        indicator(),
        indicator(targets=(target("12%", reason="A typing error", agreed_by="The Board"),)),
        What.TARGET_CHANGED,
        "has a new target for 2008/09: 12% instead of 15%.",
    ),
    (
        indicator(),
        indicator(targets=(target("Withdrawn", "withdrawn"),)),
        What.TARGET_CHANGED,
        "no longer has a target for 2008/09: it was 15%, and is now withdrawn.",
    ),
    (
        indicator(targets=(target("Not set", "not set"),)),
        indicator(),
        What.TARGET_SET,
        "has a target for 2008/09 now: 15%.",
    ),
    (
        indicator(),
        indicator(baseline=FigureCell("2007/08", text="4.8%", reason="One was left out")),
        What.BASELINE_CHANGED,
        "has a new baseline: 4.8% (2007/08) instead of 2.4% (2007/08).",
    ),
    (
        indicator(),
        indicator(rules=(RuleVersion("2009/10 Q2", "lower", 0, "1 child", "Anew.", False),)),
        What.RULE_CHANGED,
        "good is lower, until now higher; close is within 1 child, until now 10% of the target; "
        "it has 0 decimals, until now 1; it is defined anew, and cannot be compared with before.",
    ),
    (None, plan(), What.PLAN_NEW, "is a new plan: GCSEs."),
    (plan(), plan(ended="Its last result is in"), What.PLAN_ENDED, "has ended: Its last"),
    (plan(), plan(return_state="not returned"), What.NOT_RETURNED, "handed in no return."),
    (
        plan(return_state="not returned"),
        plan(return_state="not returned"),
        What.NOT_RETURNED,
        "handed in no return again.",
    ),
    (
        plan(return_state="not returned"),
        plan(return_state="published"),
        What.RETURN_IN,
        "handed in its return; for the quarter before it had not.",
    ),
    (plan(), acting(action()), What.ACTION_NEW, "(Tuition) is new."),
    (acting(action()), plan(), What.ACTION_GONE, "(Tuition) is not part of the plan any more."),
    (
        acting(action()),
        acting(action("delayed")),
        What.ACTION_IN_TROUBLE,
        "(Tuition) is delayed; it was on track.",
    ),
    (acting(action()), acting(action("complete")), What.ACTION_COMPLETE, "is complete"),
    (acting(action("at risk")), acting(action()), What.ACTION_BACK, "is on track; it was at risk"),
    (acting(action("")), acting(action()), What.ACTION_MOVED, "(Tuition) is on track."),
    (
        acting(action("", milestone())),
        acting(action("", milestone(done_on=date(2009, 10, 2), state="done"))),
        What.MILESTONE_MET,
        "“Ten tutors” was reached on 2 October 2009, 2 days after it was first due.",
    ),
    (
        acting(action("")),
        acting(action("", milestone())),
        What.MILESTONE_NEW,
        "“Ten tutors” is a new milestone, due 30 September 2009.",
    ),
    (
        acting(action("", milestone())),
        acting(action("")),
        What.MILESTONE_GONE,
        "“Ten tutors” is not a milestone any more.",
    ),
    (
        acting(action("", milestone(done_on=date(2009, 9, 1), state="done"))),
        acting(action("", milestone())),
        What.MILESTONE_OPEN_AGAIN,
        "is not done after all.",
    ),
    (
        acting(action("", milestone())),
        acting(action("", milestone(date(2009, 11, 30), first_due=date(2009, 9, 30)))),
        What.MILESTONE_SLIPPED,
        "moved from 30 September 2009 to 30 November 2009.",
    ),
    (
        acting(action("", milestone())),
        acting(action("", milestone(date(2009, 9, 1)))),
        What.MILESTONE_EARLIER,
        "moved from 30 September 2009 to 1 September 2009.",
    ),
    (
        acting(action("", milestone(None, state="no date"))),
        acting(action("", milestone())),
        What.MILESTONE_MOVED,
        "is due on 30 September 2009 now.",
    ),
    (
        acting(action("", milestone())),
        acting(action("", milestone(state="late"))),
        What.MILESTONE_LATE,
        "was due on 30 September 2009 and is late.",
    ),
    (plan(), plan(risks=(HIGH,)), What.RISK_NEW, "is new: impact High, likelihood High."),
    (plan(risks=(HIGH,)), plan(), What.RISK_GONE, "is not in the register any more."),
    (
        plan(risks=(risk(),)),
        plan(risks=(HIGH,)),
        What.RISK_UP_TO_HIGH,
        "(Money) went up from impact Low, likelihood Low to impact High, likelihood High.",
    ),
    (
        plan(risks=(risk("Nil"),)),
        plan(risks=(risk(),)),
        What.RISK_UP,
        "went up from impact Nil, likelihood Low to impact Low, likelihood Low.",
    ),
    (plan(risks=(HIGH,)), plan(risks=(risk(),)), What.RISK_DOWN, "went down from impact High"),
    (plan(risks=(risk(),)), plan(risks=(risk(state="closed"),)), What.RISK_CLOSED, "was closed."),
    (
        plan(risks=(risk(state="closed"),)),
        plan(risks=(risk(),)),
        What.RISK_REOPENED,
        "was opened again",
    ),
    (
        plan(risks=(risk("", "", "", reported_in="2009/10 Q1"),)),
        plan(risks=(risk(),)),
        What.RISK_RATED,
        "is rated now",
    ),
    (
        plan(risks=(risk("", "", ""),)),
        plan(risks=(risk(),)),
        What.RISK_NEW,
        "is new: impact Low, likelihood Low.",
    ),
    *(
        (
            plan(dependencies=(DependencyCard("NI 99", status=was),)),
            plan(dependencies=(DependencyCard("NI 99", status=now),)),
            what,
            f"is {now}",
        )
        for was, now, what in (
            ("on course", "broken", What.DEPENDENCY_BROKEN),
            ("on course", "at risk", What.DEPENDENCY_AT_RISK),
            ("broken", "on course", What.DEPENDENCY_BACK),
            ("", "on course", What.DEPENDENCY_MOVED),
        )
    ),
    (plan(), plan(dependencies=(DependencyCard("NI 99"),)), What.DEPENDENCY_NEW, "is new."),
    (
        plan(dependencies=(DependencyCard("NI 99"),)),
        plan(),
        What.DEPENDENCY_GONE,
        "is not named any more.",
    ),
]


@pytest.mark.parametrize(("was", "now", "what", "words"), EVERY_CHANGE)
def test_each_change_is_told_once_and_in_words(was, now, what, words):
    (change,) = told(was, now)

    assert change.what == what
    assert words in change.said


def test_every_kind_of_change_has_its_case():
    shown = {what for _, _, what, _ in EVERY_CHANGE}

    assert shown == {*What} - {What.PUT_RIGHT}


def test_every_change_belongs_under_one_heading():
    assert sorted(each for held in KINDS.values() for each in held) == sorted(What)


@pytest.mark.parametrize("now", [indicator("missed", figure()), acting(action("", milestone()))])
def test_where_nothing_changed_nothing_is_told(now):
    found = changes(digest(now, stamp=Q1), digest(now))

    assert (found.all, found.headline) == ((), "Nothing changed")


def test_a_quarter_that_was_published_again_is_told_after_results_with_what_it_put_right():
    again = replace(Q2, released=2, release_reason="The cohort was 41")
    was, now = target(), target("17.8%", reason="The cohort grew")
    found = changes(
        digest(indicator("met", targets=(was,)), stamp=Q1),
        digest(indicator(targets=(now,)), stamp=again),
    ).all

    order = [What.FELL_TO_MISSED, What.PUT_RIGHT, What.TARGET_CHANGED]
    assert [each.what for each in found] == order
    assert found[1].note == "The cohort was 41"


def test_the_return_of_an_open_quarter_is_overdue_after_its_day_and_not_before():
    def late_on(day):
        now = digest(plan(return_state="draft"), stamp=Q3_OPEN, day=day)
        return [each.said for each in changes(digest(plan()), now).all]

    assert late_on(date(2010, 1, 15)) == []
    assert late_on(date(2010, 1, 16)) == ["has not handed in its return yet."]


def test_why_a_target_changed_is_told_with_who_agreed():
    now = indicator(
        targets=(target("12%", reason="Fewer", agreed_by="GO", approval_reference="X-1"),)
    )
    (change,) = told(indicator(), now)

    assert change.note == "Fewer. Agreed by GO. Approval X-1"


# Order, counts and filters ------------------------------------------------------------

MANY = changes(
    digest(indicator("met"), plan(risks=(risk(),), actions=(action(),)), stamp=Q1),
    digest(indicator(), plan(risks=(HIGH,), actions=(action("complete"),))),
)


def test_the_most_important_comes_first():
    order = [IMPORTANCE.index(each.what) for each in MANY.all]

    assert order == sorted(order)
    assert MANY.all[0].what == What.FELL_TO_MISSED


def test_the_headline_counts_and_says_how_many_are_for_the_worse_and_the_better():
    assert MANY.headline == "3 changes: 2 for the worse, 1 for the better"
    assert [each.way for each in MANY.all] == [Way.WORSE, Way.WORSE, Way.BETTER]


@pytest.mark.parametrize("what", [What.FIRST_MISSED, What.FIRST_CLOSE, What.FIRST_MET])
def test_a_first_result_is_new_and_neither_for_the_worse_nor_the_better(what):
    assert what.way == Way.NEW


def test_changes_can_be_asked_for_by_kind_and_by_plan():
    assert MANY.kinds() == [(Kind.RESULTS, 1), (Kind.RISKS, 1), (Kind.ACTIONS, 1)]
    assert [each.what for each in MANY.of(kind=Kind.RISKS).all] == [What.RISK_UP_TO_HIGH]
    assert MANY.of(plan="ni-99").all == ()
    assert (kind_of("risks"), kind_of("nonsense")) == (Kind.RISKS, None)


def test_every_change_leads_to_its_place():
    assert [(each.place.page, each.place.slug, each.place.anchor) for each in MANY.all] == [
        ("indicator", "ni-101", ""),
        ("plan", "ni-101", "risk-ni-101-1"),
        ("plan", "ni-101", "action-1"),
    ]


# What stands still --------------------------------------------------------------------


def still(*statuses: str) -> list[str]:
    """What is told of an indicator that had these statuses, the latest first."""
    return [each.said for each in standstill([digest(indicator(each)) for each in statuses])]


@pytest.mark.parametrize("status", ["missed", "close"])
def test_off_target_for_three_quarters_with_the_same_word_is_told(status):
    assert still(*[status] * LONG) == [f"has been {status} for 3 quarters: The sentence."]


@pytest.mark.parametrize(
    "statuses",
    [
        pytest.param(("missed", "missed"), id="two quarters"),
        pytest.param(("missed", "close", "missed"), id="it moved between"),
        pytest.param(("met", "met", "met"), id="on target"),
        pytest.param(("masked", "masked", "masked"), id="hidden"),
        pytest.param(("not returned",) * 3, id="no result"),
    ],
)
def test_nothing_else_stands_still(statuses):
    assert still(*statuses) == []


# What is hidden stays silent ----------------------------------------------------------

HIDDEN = indicator("masked", MASKED, finding="", baseline=None)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param(HIDDEN, HIDDEN, id="hidden both times"),
        pytest.param(
            replace(HIDDEN, figures=(replace(MASKED, standing="forecast"),)),
            HIDDEN,
            id="a hidden forecast before",
        ),
    ],
)
def test_a_hidden_figure_that_was_hidden_before_tells_nothing(was, now):
    assert told(was, now) == ()


@pytest.mark.parametrize(
    "was",
    [
        pytest.param(WAITING, id="not due"),
        pytest.param(NOT_IN, id="not returned"),
        pytest.param(indicator("overdue"), id="overdue"),
        pytest.param(FROM_FORECAST, id="a forecast that was shown"),
        pytest.param(indicator("met", replace(MET, period="2007/08")), id="another year shown"),
    ],
)
def test_of_a_figure_that_was_never_shown_nobody_says_that_it_is_not_shown_any_more(was):
    said = [each.said for each in told(replace(was, baseline=None), HIDDEN)]

    assert said == [f"has a figure for 2008/09 that is not shown: {WHY_HIDDEN}."]


def test_a_figure_whose_year_is_not_judged_any_more_is_not_said_to_be_hidden():
    (change,) = told(indicator("met", MET), indicator("masked", MET))

    assert change.said == "is not judged any more: a quarter of the year is about too few people."


def test_a_new_figure_whose_year_is_not_judged_is_told():
    (change,) = told(WAITING, indicator("masked", MET))

    assert (change.what, change.said) == (What.NEW_FIGURE, "has a new figure: The sentence.")


def test_what_was_hidden_before_is_not_compared_with_what_is_shown_now():
    (change,) = told(HIDDEN, indicator("missed", figure(), baseline=None))

    assert change.said == "has a result, and it is missed: The sentence."


def test_a_hidden_baseline_or_forecast_is_not_told_about():
    masked = FigureCell("2007/08", text="[c]", masked=True)
    ahead = replace(
        FROM_FORECAST, figures=(replace(MASKED, standing="forecast"),), forecast_status="masked"
    )

    assert told(indicator(baseline=masked), indicator()) == ()
    assert told(indicator("not due"), ahead) == ()


def test_words_that_are_not_cleared_are_not_compared():
    withheld = plan(withheld=True)

    assert told(withheld, plan(actions=(action(),), withheld=False)) == ()
    assert told(plan(actions=(action(),)), withheld) == ()


def cleared(*texts: tuple[str, str]) -> Cleared:
    return Cleared(frozenset((place, digest_of_text(text)) for place, text in texts))


def told_to_the_public(was, now, *texts):
    """What the public is told, of whose words these texts are cleared."""
    ours = cleared(*texts)
    return [
        f"{each.sentence} {each.note}"
        for each in told(without_texts(was, ours), without_texts(now, ours))
    ]


TUITION = ("plan/ni-101/action 1", "Tuition")


def test_words_that_are_cleared_are_told_to_the_public():
    was = acting(action("on track", update="Going well."))
    now = acting(action("delayed", update="Two tutors left."))

    (said,) = told_to_the_public(was, now, TUITION)
    assert "(Tuition) is delayed; it was on track." in said
    assert "Two tutors left." not in said
    (said,) = told_to_the_public(
        was, now, TUITION, ("plan/ni-101/action 1/update", "Two tutors left.")
    )
    assert "Two tutors left." in said
    assert told_to_the_public(was, now) == []


def test_a_new_action_is_told_to_the_public_once_its_words_are_cleared():
    (said,) = told_to_the_public(acting(), acting(action()), TUITION)

    assert "(Tuition) is new." in said


def test_what_was_there_in_words_that_are_not_cleared_is_not_told_as_new():
    was = acting(replace(action(), action="Tuition for Anna"))

    assert told_to_the_public(was, acting(action()), TUITION) == []


def test_what_is_there_in_words_that_are_not_cleared_is_not_told_as_gone():
    now = acting(replace(action(), action="Tuition for Anna"))

    assert told_to_the_public(acting(action()), now, TUITION) == []


@pytest.mark.parametrize("named", ["risks", "dependencies"])
def test_of_a_risk_or_dependency_whose_words_changed_the_public_is_told_nothing(named):
    place, was, now = {
        "risks": ("plan/ni-101/risk 1", risk(), replace(HIGH, risk="Money for Anna")),
        "dependencies": (
            "plan/ni-101/dependency on NI 99/update",
            DependencyCard("NI 99", status="on course", update="Money"),
            DependencyCard("NI 99", status="broken", update="Anna"),
        ),
    }[named]
    ours = (place, "Money")

    assert told_to_the_public(plan(**{named: (was,)}), plan(**{named: (now,)}), ours) == []
    assert told_to_the_public(plan(**{named: (now,)}), plan(**{named: (was,)}), ours) == []


def test_a_milestone_is_told_to_the_public_once_its_words_are_cleared():
    ten = ("plan/ni-101/action 1/milestone 1", "Ten tutors")
    was = acting(action("on track", milestone(date(2009, 9, 30))))
    now = acting(action("on track", milestone(date(2009, 12, 31), first_due=date(2009, 9, 30))))

    (said,) = told_to_the_public(was, now, TUITION, ten)
    assert "“Ten tutors” moved from 30 September 2009 to 31 December 2009." in said
    assert "Colleges are late" not in said
    assert told_to_the_public(was, now, TUITION) == []


def test_a_milestone_whose_words_changed_is_told_to_the_public_neither_as_new_nor_as_gone():
    ten = ("plan/ni-101/action 1/milestone 1", "Ten tutors")
    was = acting(action("on track", milestone()))
    now = acting(action("on track", replace(milestone(), words="Ten tutors for Anna")))

    assert told_to_the_public(was, now, TUITION, ten) == []
    assert told_to_the_public(now, was, TUITION, ten) == []


def test_a_page_of_changes_is_restricted_where_a_small_figure_is_told():
    shown = indicator("missed", figure(), small=True)

    assert changes(digest(WAITING, stamp=Q1), digest(shown)).small
    assert not changes(digest(WAITING, stamp=Q1), digest(indicator("missed", figure()))).small
