"""The dashboard's concerns, what stands beside them, and the same one by one in large type."""

from dataclasses import replace

import pytest

from reports.board.agenda import Step, serving, tracks_of
from reports.board.concerns import AT_A_GLANCE, charted, concerns, figures_of
from reports.board.overview import movement, not_in, risks_in_words
from reports.board.slides import Part, slides
from tests.reports import samples

REPORT = samples.quarterly_report()
OVER_TIME = [samples.indicator_report()]


def test_a_concern_has_its_charts_its_actions_and_how_the_risks_of_its_plan_moved():
    serves = replace(samples.ACTIONS[1], feeds=("NI 101",))
    report = replace(REPORT, plans=(samples.summary(actions=(serves,)),))
    first, second = concerns(REPORT.lines[:2], report, OVER_TIME)

    assert all(each.svg for each in (first.bullet, first.small, first.spark))
    assert [each.action.number for each in first.serving] == [2]
    assert first.risks == "1 up, 1 closed"
    assert (second.bullet, second.small, second.spark, second.trend) == (None,) * 4


def test_its_course_is_drawn_where_there_is_more_than_one_figure():
    [of_two] = concerns([REPORT.lines[0]], REPORT, OVER_TIME)
    assert of_two.trend.svg

    alone = samples.quarterly_indicator(1)
    [of_one] = concerns([alone.line], REPORT, [alone])
    assert of_one.trend is None
    assert of_one.bullet.svg


def test_masked_ones_are_never_charted_and_others_only_the_first_few():
    lines = [samples.masked(), *samples.lines(40)]

    assert charted(lines) == [each.slug for each in samples.lines(40)][:AT_A_GLANCE]
    assert charted(lines, 24) == [each.slug for each in samples.lines(40)][:24]


@pytest.mark.parametrize(
    ("sureness", "said"),
    [
        ("", ""),
        ("numbers this small cannot be told apart from the target", "could be chance"),
        ("clearly below the target", "clearly below"),
        ("clearly above the target", "clearly above"),
    ],
)
def test_how_sure_it_is_fits_in_a_line(sureness, said):
    line = replace(samples.NI_101, sureness=sureness)
    (concern,) = concerns([line], REPORT, [])
    assert concern.sure == said


def test_the_figures_of_the_charts_name_their_indicator():
    rows = figures_of(concerns(REPORT.lines[:1], REPORT, OVER_TIME))

    assert {row[0] for row in rows} == {"NI 101"}
    assert ("NI 101", "Target", "15%", "2008/09") in rows


def test_of_the_actions_that_serve_those_in_trouble_come_first():
    on_track, delayed = (
        replace(each, feeds=("NI 101",), status=status)
        for each, status in zip(samples.ACTIONS, ("on track", "delayed"), strict=False)
    )
    plans = [samples.summary(actions=(on_track, delayed, samples.ACTIONS[2]))]

    assert [each.action.number for each in serving(plans)["NI 101"]] == [2, 1]


def test_milestones_of_one_action_share_a_track():
    plan = samples.summary()
    steps = [Step(plan, plan.actions[1], each) for each in (samples.LATE, samples.DUE)]
    (track,) = tracks_of(steps)

    assert track.label == "NI 101: 2. Alternative Curriculum developed"
    assert track.milestones == (samples.LATE, samples.DUE)


# Risks and returns --------------------------------------------------------------------


def test_how_risks_moved_is_counted_the_worse_first():
    assert movement(samples.RISKS) == "1 up, 1 closed"
    assert movement(samples.RISKS[1:2]) == ""


@pytest.mark.parametrize(
    ("risks", "said"),
    [
        pytest.param((), "No plan has an open risk.", id="none"),
        pytest.param(
            samples.RISKS[:1], "1 risk is open, none of them high. This quarter: 1 up.", id="one"
        ),
        pytest.param(
            (replace(samples.RISKS[1], band="high"), samples.RISKS[3]),
            "2 risks are open, 1 of them high. This quarter: none moved.",
            id="two",
        ),
    ],
)
def test_the_risk_table_is_said_in_a_sentence(risks, said):
    assert risks_in_words(risks) == said


def test_of_a_published_quarter_those_not_returned_are_not_in():
    plans = (samples.summary(), samples.summary(slug="ni-99", return_state="not returned"))

    assert [each.slug for each in not_in(replace(REPORT, plans=plans))] == ["ni-99"]


def test_of_an_open_quarter_those_are_not_in_that_owe_one_and_are_not_signed_off():
    plans = (
        samples.summary(slug="ni-99", return_state="draft"),
        samples.summary(slug="ni-100", return_state="signed off"),
        samples.summary(slug="ni-63", return_state="not started"),
    )
    report = replace(REPORT, plans=plans)

    assert [each.slug for each in not_in(report, owing={"ni-99", "ni-100"})] == ["ni-99"]


# Large type ---------------------------------------------------------------------------

PARTS = (
    Part("risks"),
    Part("late", ["a", "b", "c", "d", "e", "f"], 5, always=False),
    Part("troubled", [], 5, always=False),
    Part("questions", [], 3),
)


def test_in_large_type_one_thing_follows_the_other_and_each_knows_its_neighbours():
    shown = slides(concerns(REPORT.lines[:2], REPORT, []), PARTS)

    assert [each.name for each in shown] == [
        "finding", "concern", "concern", "risks", "late", "late", "questions",
    ]  # fmt: skip
    assert [each.previous for each in shown] == ["", *(each.slug for each in shown[:-1])]
    assert [each.next for each in shown] == [*(each.slug for each in shown[1:]), ""]


def test_a_long_list_stands_on_several_slides_and_none_of_it_is_lost():
    first, second = [each for each in slides([], PARTS) if each.name == "late"]

    assert (first.items, first.start, first.piece) == (("a", "b", "c"), 1, "1 of 2")
    assert (second.items, second.start, second.piece) == (("d", "e", "f"), 4, "2 of 2")


def test_a_list_that_fits_is_not_called_the_first_of_one():
    (shown,) = [each for each in slides([], [Part("late", ["a"], 5)]) if each.name == "late"]

    assert (shown.items, shown.piece) == (("a",), "")
