"""What our own includes need: long tables, the shape of a status, breadcrumbs, pages near this."""

from collections.abc import Iterable, Iterator

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.safestring import SafeString

from indicators.performance import MEANINGS, SHAPES, Status
from laa_tracker import tables
from laa_tracker.grades import whole
from periods.calendar import in_words, slug_of

register = template.Library()


LETTERS = ("c-in-brackets", "letter-in-brackets")  # typed, where all others are drawn


@register.filter
def shape(word: str) -> str:
    """The drawing that goes with a status: rule 4. Raises ValueError for a word that is none."""
    return SHAPES[Status(word)]


@register.filter
def letter_template(word: str) -> str:
    """The letter in brackets that stands in place of a drawing; "" for what is drawn."""
    name = shape(word)
    return f"includes/letters/{name}.html" if name in LETTERS else ""


@register.simple_tag
def shapes() -> list[str]:
    """The templates of all drawings, each with its name."""
    return [f"includes/shapes/{each}.html" for each in SHAPES.values() if each not in LETTERS]


@register.simple_tag(takes_context=True)
def table(context: Context, name: str, **given) -> SafeString:
    """A long table of `tables/`: {% table "risks" caption="Risks" risks=report.risks %}."""
    stamp = context["stamp"]
    here = tables.Addresses(context["request"], stamp.slug)
    return tables.table(name, stamp=stamp, here=here, **given)


@register.simple_tag(takes_context=True)
def piece(context: Context, name: str, *about) -> SafeString:
    """A piece of `tables/pieces.html`: {% piece "direction" line %}."""
    here = tables.Addresses(context["request"], context["stamp"].slug)
    return tables.piece(name, *about, here=here)


register.filter("whole", whole)
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
