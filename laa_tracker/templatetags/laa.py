"""What our own includes need: the shape of a status, breadcrumbs, pages near this one."""

from collections.abc import Iterable, Iterator

from django import template
from django.core.paginator import Page

from indicators.performance import SHAPES, Status
from periods.calendar import in_words

register = template.Library()

MEANINGS = {
    Status.MET: "The result is at the target or better.",
    Status.CLOSE: "The result falls short by no more than the indicator’s tolerance.",
    Status.MISSED: "The result falls short by more than that.",
    Status.FORECAST_TO_MEET: "There is only a forecast so far; it would meet the target.",
    Status.FORECAST_TO_BE_CLOSE: "There is only a forecast so far; it would come close.",
    Status.FORECAST_TO_MISS: "There is only a forecast so far; it would miss the target.",
    Status.NO_TARGET: "No target is set, it is still to be agreed, or it was withdrawn.",
    Status.NOT_DUE: "The first result is expected in a later quarter.",
    Status.AWAITED: "A result is expected this quarter; it is not yet in and not yet late.",
    Status.OVERDUE: "The due date has passed without a result.",
    Status.NOT_RETURNED: "The quarter was published without the result.",
    Status.NOT_AVAILABLE: "It was said, with a reason, that there is no figure.",
    Status.CONTEXT: "The figure is for information: neither up nor down is good.",
    Status.SUPPRESSED: "Whoever published the figure hides it; the letter is theirs.",
    Status.MASKED: "Hidden here, for it could tell something about one person.",
}


@register.filter
def shape_template(word: str) -> str:
    """The drawing that goes with a status: rule 4. Raises ValueError for a word that is none."""
    return f"includes/shapes/{SHAPES[Status(word)]}.html"


register.filter("in_words", in_words)


@register.simple_tag
def status_key() -> Iterable[tuple[Status, str]]:
    return MEANINGS.items()


@register.inclusion_tag("includes/breadcrumbs.html")
def breadcrumbs(*words_and_addresses: str) -> dict:
    """The way here: {% breadcrumbs "Plans" plans_address "NI 101" plan_address %}."""
    return {"crumbs": list(pairs(words_and_addresses))}


def pairs(items: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(items[::2], items[1::2], strict=True)


@register.filter
def near_pages(page: Page) -> Iterable:
    """The numbers of the first, the last and the pages near this one, with dots between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
