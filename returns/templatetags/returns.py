"""Addresses within a return, for its templates."""

from django import template

from returns.access import TWO_PEOPLE, why_not_taken
from returns.pages import address
from returns.workflow import Step

register = template.Library()


register.simple_tag(address, name="return_address")


@register.simple_tag(takes_context=True)
def two_people(context, ours) -> str:
    """Why a lead who could sign this return off has to leave it to somebody else; "" else."""
    refusal = why_not_taken(context["request"].user, ours, Step.SIGNED_OFF)
    return refusal if refusal == TWO_PEOPLE else ""


@register.simple_tag
def changes_asked(ours, section: str):
    """The step by which changes were asked for in the section, while they are to be made."""
    asked = ours.sent_back
    return asked if asked and section in asked.named_sections else None
