"""The feeds of indicators: what they are, what they aim at, where they stand. No Django in here.

Columns may be added; none is ever renamed, moved or given another meaning, for somebody's
workbook reads it by its name.
"""

from indicators.expectations import Accumulation, Frequency, Standing
from indicators.performance import Comparable, Direction, GoodIs, Status
from indicators.values import Unit
from indicators.versions import Designation, TargetState
from periods.calendar import YearType
from reports.feeds import rows
from reports.feeds.columns import (
    AS_AT,
    INDICATOR,
    Column,
    Noun,
    day,
    figure,
    number,
    period,
    whole,
    yes_no,
)

INDICATORS = Noun(
    "indicators",
    "Indicators",
    "One row is one indicator: what it is, whatever its figures.",
    rows.lines,
    (
        *AS_AT,
        *INDICATOR,
        Column(
            "title",
            "line.title",
            "What it measures.",
            "Looked after children achieving 5 A*-C GCSEs",
            always=True,
        ),
        Column("theme", "line.theme", "The theme of the plan that delivers it.", "Children"),
        Column(
            "unit",
            "line.unit",
            "What its figures are.",
            "percentage",
            words=tuple(Unit),
            always=True,
        ),
        Column(
            "good_is",
            "line.good_is",
            "Which way is better; “none” is for information only.",
            "higher",
            words=tuple(GoodIs),
            always=True,
        ),
        whole("decimals", "line.decimals", "To how many decimal places it is judged.", "1"),
        Column(
            "tolerance",
            "line.tolerance",
            "By how much a result may fall short and still be close.",
            "10% of the target",
        ),
        Column(
            "frequency",
            "line.frequency",
            "How often it has a result.",
            "annual",
            words=tuple(Frequency),
            always=True,
        ),
        Column(
            "year_type",
            "line.year_type",
            "Which year its periods are.",
            "academic",
            words=tuple(YearType),
            always=True,
        ),
        Column(
            "accumulation",
            "line.accumulation",
            "How the quarters of a year make up the year.",
            "snapshot",
            words=tuple(Accumulation),
            always=True,
        ),
        Column("counted_as", "line.noun_many", "What it counts.", "young people"),
        Column(
            "numerator_is",
            "line.numerator_words",
            "What the numerator counts.",
            "Those with 5 A*-C including English and mathematics",
        ),
        Column(
            "denominator_is",
            "line.denominator_words",
            "Of whom.",
            "Young people in year 11, looked after for 12 months or more",
        ),
        Column(
            "definition",
            "line.definition",
            "How it is defined, in the rule in force.",
            "As in the national indicator set",
        ),
        Column("cohort", "line.cohort", "The cohort that it shares with others.", "Year 11"),
        Column("part_of", "line.part_of", "The code of the total of which it is a part.", "NI 102"),
        Column("purpose", "line.purpose", "Why it is kept, in words.", "To narrow the gap"),
        Column("lead", "line.lead", "Who answers for it.", "Head of Virtual School"),
        Column(
            "broken_down_by",
            "line.broken_down_by",
            "By what it breaks the total down: those that share this word make it together.",
            "Age",
        ),
    ),
)

TARGETS = Noun(
    "targets",
    "Targets",
    "One row is one version of the target for one period. The one with “in_force” holds; the "
    "others are its history.",
    rows.targets,
    (
        *AS_AT,
        *INDICATOR,
        *period("target", "target"),
        Column(
            "state",
            "target.state",
            "What this version says of the target.",
            "set",
            words=tuple(TargetState),
            always=True,
        ),
        Column("shown", "target.text", "The target as the pages show it.", "15%", always=True),
        number("value", "target.value", "The target as a number, where it is set.", "15"),
        yes_no("in_force", "stands", "Whether this version is the one that holds."),
        Column(
            "from_quarter",
            "target.from_quarter",
            "The first quarter judged by it; empty: since the start.",
            "2009/10 Q1",
        ),
        Column(
            "designation",
            "target.designation",
            "Under which arrangement it was agreed.",
            "designated",
            words=tuple(Designation),
        ),
        Column("reason", "target.reason", "Why it is as it is.", "As printed in the plan"),
        Column("agreed_by", "target.agreed_by", "Who agreed it.", "Government Office"),
        Column("approval_reference", "target.approval_reference", "The approval.", "GOWM 2009/7"),
    ),
)

BASELINES = Noun(
    "baselines",
    "Baselines",
    "One row is one version of an indicator’s baseline.",
    rows.baselines,
    (
        *AS_AT,
        *INDICATOR,
        *period("figure", "baseline"),
        *figure("figure", "figure.masked"),
        yes_no("in_force", "stands", "Whether this version is the one that holds."),
        Column(
            "from_quarter",
            "figure.from_quarter",
            "The first quarter in which it holds; empty: since the start.",
            "2009/10 Q1",
        ),
        Column("reason", "figure.reason", "Why it was changed.", "Counted again by the schools"),
        Column("agreed_by", "figure.agreed_by", "Who agreed the change.", "Government Office"),
        Column(
            "source", "figure.source", "Where it is already public.", "Already public: DCSF 2008"
        ),
    ),
)

ACTUALS = Noun(
    "actuals",
    "Actuals",
    "One row is one figure as one quarter reported it: forecast, provisional, final and restated "
    "stand beside each other. The one with “stands” holds.",
    rows.actuals,
    (
        *AS_AT,
        *INDICATOR,
        *period("figure", "figure"),
        Column(
            "reported_in",
            "figure.reported_in",
            "The quarter that reported it.",
            "2009/10 Q2",
            always=True,
        ),
        Column(
            "standing",
            "figure.standing",
            "How settled it is.",
            "provisional",
            words=tuple(Standing),
            always=True,
        ),
        yes_no("stands", "stands", "Whether it is the latest that is known of its period."),
        *figure("figure", "figure.masked"),
        whole("low", "figure.low", "Of a forecast: the fewest it may be.", "4"),
        whole("high", "figure.high", "Of a forecast: the most it may be.", "8"),
        number(
            "lower",
            "figure.lower",
            "Where the 95% confidence interval (Wilson) of a percentage begins.",
            "5.5",
        ),
        number("upper", "figure.upper", "Where it ends.", "26.1"),
        Column(
            "marker",
            "figure.marker",
            "What a publisher wrote in place of a figure, as written.",
            "x",
        ),
        Column(
            "not_available_because",
            "figure.not_available_because",
            "Why there is no figure.",
            "The exam board is late",
        ),
        day("expected", "figure.expected", "When it is expected then.", "2009-11-30"),
        Column("source", "figure.source", "Where it comes from.", "Key to Success"),
    ),
)

# Where nothing was reported, the status stands in place of a number.
WITHOUT_A_RESULT = (
    Status.NOT_DUE,
    Status.AWAITED,
    Status.OVERDUE,
    Status.NOT_RETURNED,
    Status.NO_TARGET,
    Status.CONTEXT,
)

STATUSES = Noun(
    "statuses",
    "Statuses",
    "One row is one indicator: where it stands against its target as at the quarter, and how sure "
    "that is.",
    rows.lines,
    (
        *AS_AT,
        *INDICATOR,
        Column(
            "status",
            "line.status",
            "Where it stands. Only met, close and missed are rated results.",
            "missed",
            words=tuple(Status),
            always=True,
        ),
        yes_no(
            "rated",
            "line.is_result",
            "Whether it is a rated result: the base of any share of “met”.",
        ),
        Column("note", "line.status_note", "What there is to say of the status.", "Due 15 January"),
        Column("period", "line.period_due", "The period that the status is about.", "2008/09"),
        Column("standing", "line.actual.standing", "How settled the result is.", "provisional"),
        Column(
            "reported_in", "line.actual.reported_in", "The quarter that reported it.", "2009/10 Q2"
        ),
        *figure("line.actual", "masked", *WITHOUT_A_RESULT),
        Column(
            "judged_shown",
            "line.judged.text",
            "What is judged, where that is the year so far and not the quarter’s own figure.",
            "541",
        ),
        number("judged_value", "line.judged.value", "The same as a number.", "541"),
        Column(
            "year_to_date",
            "line.year_to_date",
            "Of a quarterly indicator: the year so far, as the pages show it.",
            "541",
        ),
        number("year_to_date_value", "line.year_to_date_value", "The same as a number.", "541"),
        Column("target_shown", "line.target.text", "The target it is judged by.", "15%"),
        number("target_value", "line.target.value", "The same as a number.", "15"),
        Column(
            "target_as_children",
            "line.target.children",
            "What the target means for this year’s cohort.",
            "6 of 40 young people",
        ),
        Column("last_year_shown", "line.last_year.text", "The result a year earlier.", "2.4%"),
        number("last_year_value", "line.last_year.value", "The same as a number.", "2.4"),
        Column(
            "direction",
            "line.direction",
            "The direction of travel, as good is: “better” may be a smaller figure.",
            "better",
            words=tuple(Direction),
        ),
        Column(
            "direction_in_words",
            "line.direction_text",
            "The same, and against what.",
            "Better than 2007/08",
        ),
        whole("run_length", "line.run_length", "How many times in a row.", "1"),
        whole(
            "k_more",
            "line.k",
            "How many more (where lower is good: fewer) would have met the target.",
            "1",
        ),
        Column(
            "k_more_in_words",
            "line.k_more",
            "The same in words.",
            "One more would have met the target",
        ),
        whole(
            "fragile_by",
            "line.fragile_by",
            "By how many, either way, the status would change.",
            "1",
        ),
        Column(
            "fragility", "line.fragility", "The same in words.", "One more and this would be met"
        ),
        Column(
            "sureness",
            "line.sureness",
            "Whether numbers this small can be told apart from the target.",
            "clearly below the target",
        ),
        Column("forecast_period", "line.forecast.period", "What is forecast.", "2009/10"),
        Column("forecast_shown", "line.forecast.text", "The forecast, as shown.", "14.3%"),
        number("forecast_value", "line.forecast.value", "The same as a number.", "14.3"),
        Column(
            "forecast_status",
            "line.forecast_status",
            "What the forecast comes to; it is never counted with results.",
            "forecast to miss",
        ),
        Column("next_due", "line.next_due", "When the next result is due.", "2009/10 Quarter 3"),
        yes_no("signed_off", "line.signed_off", "Whether the plan’s lead signed the figure off."),
        Column(
            "finding",
            "line.finding",
            "The finding in one sentence.",
            "5 of 40 young people (12.5%) achieved this, up 10.1 percentage points on 2007/08.",
        ),
        Column(
            "why",
            "line.commentary.why",
            "Why it is so; of a target that is met, about the figure.",
            "Two moved school in May.",
        ),
        Column(
            "being_done", "line.commentary.being_done", "What is done about it.", "One-to-one help"
        ),
        Column(
            "back_on_track",
            "line.commentary.back_on_track",
            "By when it is back on track.",
            "Summer 2010",
        ),
        Column("help_needed", "line.commentary.help_needed", "The help needed.", "A tutor more"),
    ),
)

COMPARATORS = Noun(
    "comparators",
    "Comparators",
    "One row is one published figure of somebody else’s, and whether it can be compared.",
    rows.comparators,
    (
        *AS_AT,
        *INDICATOR,
        Column(
            "comparator",
            "point.name",
            "Whose figure it is.",
            "All pupils in Worcestershire",
            always=True,
        ),
        *period("point", "comparator"),
        Column("shown", "point.text", "The figure as the pages show it.", "49.5%", always=True),
        number("value", "point.value", "The figure as a number.", "49.5"),
        Column(
            "comparable",
            "point.comparable",
            "Whether it can be compared: no gap is drawn unless it says yes.",
            "yes",
            words=tuple(Comparable),
        ),
        Column("because", "point.because", "Why not, or why only partly.", "Any subjects"),
        Column("definition", "point.definition", "How it is defined.", "5 A*-C in any subjects"),
        Column("source", "point.source", "Where it was published.", "DCSF, SFR 01/2009"),
    ),
)
