"""What the database refused, said as a sentence."""

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError

REFUSALS = (IntegrityError, DataError)
JUST_SAVED = (
    "Somebody else saved the same at this moment: look at what is there now, then save again."
)
OUT_OF_RANGE = "A value is too long or too large to be kept: shorten it, then save again."


def sentence_of(refusal: DatabaseError) -> str:
    """What the database refused, for people: a trigger's own sentence, or a constraint's."""
    said = str(refusal).splitlines()[0]
    if isinstance(refusal, DataError):
        return OUT_OF_RANGE
    for constraint in all_constraints():
        if constraint.name in said:
            return str(constraint.get_violation_error_message())
    return JUST_SAVED if "constraint" in said.lower() else said


def all_constraints():
    """Every constraint of every table."""
    return [each for model in apps.get_models() for each in model._meta.constraints]
