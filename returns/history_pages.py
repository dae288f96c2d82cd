"""The page that says of one figure of a return how it came about."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedIn
from indicators.models import Actual
from indicators.values import Unit
from periods.calendar import FinancialQuarter
from returns.access import return_for
from returns.contents import figure_reported
from returns.histories import history_of
from returns.pages import figure_asked, page
from returns.questions import Questionnaire


@require_safe
def figure_history(
    request: SignedIn, slug: str, quarter: FinancialQuarter, about: str
) -> HttpResponse:
    """Who entered, changed, handed in and signed the figure, when, and from what to what."""
    ours = return_for(request.user, slug, quarter)
    questions = Questionnaire(ours)
    question = figure_asked(questions, about)
    record, period = question.record, question.hints["period"]
    prospect = question.hints["prospect"]
    return page(
        request,
        ours,
        "history",
        question=question,
        restricted=questions.hold_small_numbers(record.indicator),
        period=period,
        figure=figure_reported(prospect, record) if record.pk else None,
        formula=formula_of(record),
        good_is=prospect.known.rule.good_is,
        happened=history_of(ours.plan, record.indicator, period.label, ours.quarter_id),
        draft=question.draft,
    )


def formula_of(record: Actual) -> str:
    """How a percentage is worked out of its counts; "" where there is nothing to work out."""
    if record.indicator.unit != Unit.PERCENTAGE or not record.denominator:
        return ""
    return f"100 × {record.numerator:,} ÷ {record.denominator:,}"
