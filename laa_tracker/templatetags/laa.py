"""What our own includes need: the shape of a status, breadcrumbs, pages near this one."""

from collections.abc import Iterable, Iterator

from django import template
from django.core.paginator import Page

from indicators.performance import MEANINGS, SHAPES, Status
from periods.calendar import in_words, slug_of

register = template.Library()


@register.filter
def shape_template(word: str) -> str:
    """The drawing that goes with a status: rule 4. Raises ValueError for a word that is none."""
    return f"includes/shapes/{SHAPES[Status(word)]}.html"


register.filter("in_words", in_words)
register.filter("slug_of", slug_of)


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
