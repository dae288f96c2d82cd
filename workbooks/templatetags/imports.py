"""The files that were brought last, for any page: `{% load imports %}{% last_imports %}`."""

from django import template

from workbooks.models import Import
from workbooks.pages import summary

register = template.Library()
MOST = 3


@register.inclusion_tag("workbooks/includes/last_imports.html")
def last_imports() -> dict:
    """The last few, each with what became of it. Costs one query."""
    return {"imports": list(map(summary, Import.objects.for_list()[:MOST]))}


@register.filter
def counted(number: int) -> str:
    """A number of rows as people read it: 21,250."""
    return f"{number:,}"
