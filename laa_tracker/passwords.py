"""What a password may not be made of: the names that anybody would try first here."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

from plans.models import Agreement, DeliveryPlan

PRODUCT = "LAA Tracker"
SHORTEST_WORD = 4  # letters: shorter ones are found in passwords by chance
LEAST_BESIDE = 8  # characters, without spaces
TOO_LITTLE = (
    "This password is little more than names of the council, its area or its plans. "
    "Add words that have nothing to do with them."
)


class NamesOfHere:
    """Refuses a password that is little more than names of the council, its area or its plans."""

    def validate(self, password: str, user=None) -> None:
        """Raises ValidationError where too few characters stand beside the words of such names."""
        words = sorted(words_of_here(), key=len, reverse=True)
        whole = "".join(password.casefold().split())
        beside = re.sub("|".join(map(re.escape, words)), "", whole)
        if len(beside) < min(LEAST_BESIDE, len(whole)):
            raise ValidationError(TOO_LITTLE, code="names_of_here")

    def get_help_text(self) -> str:
        return (
            "Your password can’t be little more than names of the council, its area or its plans."
        )


def words_of_here() -> set[str]:
    """The words of four letters or more, in lower case, in the names that are known here."""
    names = [PRODUCT, settings.LAA_ORGANISATION]
    for row in (
        *Agreement.objects.values_list("title", "area"),
        *DeliveryPlan.objects.values_list("reference", "title"),
    ):
        names += row
    found = re.findall(r"[^\W\d_]+", " ".join(names).casefold())
    return {each for each in found if len(each) >= SHORTEST_WORD}
