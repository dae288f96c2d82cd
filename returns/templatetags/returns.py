"""Addresses within a return, for its templates."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def return_address(ours, name: str = "return", *more) -> str:
    """The address of a return, or of a page of it."""
    return reverse(name, args=[ours.plan.slug, ours.quarter.calendar, *more])
