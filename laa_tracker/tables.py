"""Long tables, and the small pieces they are made of: drawn by Jinja, for Django's own templates
take ten times as long. They stand in `tables/`; the tags `table` and `piece` of the library laa
draw them in a page.
"""

from functools import cached_property, lru_cache
from typing import cast

from django.http import HttpRequest
from django.template import defaultfilters, engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateformat import format as in_format
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from laa_tracker.grades import whole
from laa_tracker.indentation import TablesLoader, without_layout
from periods.calendar import in_words, slug_of

# What an address below takes over of this page's: the view, not which part of the page is shown.
OF_THIS_PAGE = ("status", "type")


def environment(*, loader: FileSystemLoader, **options) -> Environment:
    """Jinja where every text is escaped, and a name that is not there fails."""
    options["loader"] = TablesLoader(loader.searchpath)
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    made.filters |= {
        "capfirst": defaultfilters.capfirst,
        "day": lambda date: in_format(date, "j F Y"),
        "first_words": defaultfilters.truncatewords,
        "in_words": in_words,
        "whole": whole,
    }
    made.globals |= {"status": status}
    return made


def jinja() -> Environment:
    return cast(Jinja2, engines["tables"]).env


def table(name: str, **given) -> SafeString:
    """The table, or list, of `tables/` with this name."""
    return mark_safe(jinja().get_template(f"{name}.html").render(given))  # noqa: S308


def piece(name: str, *about, here: "Addresses | None" = None) -> SafeString:
    """One of the pieces of `tables/pieces.html`, such as a status with all that belongs to it."""
    pieces = jinja().get_template("pieces.html").module
    macro = getattr(pieces, name)
    return mark_safe(macro(*about, here) if "here" in macro.arguments else macro(*about))  # noqa: S308


@lru_cache(maxsize=256)  # there are few statuses and letters
def status(word: str, marker: str = "") -> SafeString:
    """The word and its shape, as every page has them."""
    drawn = render_to_string("includes/status.html", {"status": word, "marker": marker})
    return mark_safe(without_layout(drawn.strip()))  # noqa: S308


class Addresses:
    """Where the rows of a page lead: to pages as at the same quarter, and in the same view."""

    def __init__(self, request: HttpRequest, as_at: str):
        self._request = request
        self._as_at = as_at

    @cached_property
    def _query(self) -> str:
        query = self._request.GET.copy()
        for each in OF_THIS_PAGE:
            query.pop(each, None)
        query["as_at"] = self._as_at
        return f"?{query.urlencode()}"

    @cached_property
    def _indicators(self) -> str:
        return reverse("indicator", args=["-"]).removesuffix("-/")

    @cached_property
    def _plans(self) -> str:
        return reverse("plan", args=["-"]).removesuffix("-/")

    def indicator(self, slug: str) -> str:
        return f"{self._indicators}{slug}/{self._query}"

    def figure(self, slug: str, period: str) -> str:
        """How the figure about the period came about."""
        return f"{self._indicators}{slug}/{slug_of(period)}/{self._query}"

    def plan(self, slug: str) -> str:
        return f"{self._plans}{slug}/{self._query}"

    def activity(self, slug: str) -> str:
        """All actions of the plan."""
        return f"{self.plan(slug)}#activity"

    def action(self, plan: str, number: int) -> str:
        return f"{self.plan(plan)}#action-{number}"
