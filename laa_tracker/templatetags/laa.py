"""What our own includes need: the shape of a status, breadcrumbs, pages near this one."""

import re
from collections.abc import Iterable, Iterator

from django import template
from django.core.paginator import Page
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from indicators.performance import MEANINGS, SHAPES, Status
from periods.calendar import in_words, slug_of

register = template.Library()


@register.filter
def shape_template(word: str) -> str:
    """The drawing that goes with a status: rule 4. Raises ValueError for a word that is none."""
    return f"includes/shapes/{SHAPES[Status(word)]}.html"


# "5 A*-C", "A* to C": a line never ends within it.
GRADES = re.compile(r"(?:\d+\+? )?[A-G]\*?(?:-| to )[A-G]\b")


@register.filter
def whole(words: str) -> SafeString:
    """The words, with grades such as "5 A*-C" kept on one line."""
    escaped = conditional_escape(words)
    return mark_safe(GRADES.sub(r'<span class="laa-whole">\g<0></span>', escaped))  # noqa: S308


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
