"""Whether the words of two people may mean the same: only a person can say. No Django in here."""

import re
from difflib import SequenceMatcher

# From how much of two words that is the same on they may be one, with a slip of the pen.
ALIKE = 0.8
# What says nothing in them: "by age band" is "age".
_EMPTY = {"by", "the", "band", "group", "range"}
# Nobody takes two of these for one, however alike they are.
_OF_WHOM = "of whom"

# What says nothing of whom a cohort is made, where every cohort is of looked after children.
_WHOEVER = {
    "a", "all", "an", "and", "any", "at", "been", "by", "child", "children", "cohort",
    "continuously", "eligible", "end", "for", "group", "had", "have", "in", "lac", "looked",
    "after", "more", "number", "of", "on", "or", "our", "people", "person", "pupil", "roll",
    "school", "student", "teenager", "the", "their", "those", "under", "were", "who", "with",
    "young", "youth",
}  # fmt: skip
_WHOLE_YEAR = re.compile(r"\b(?:12|twelve) months?\b|\bin (?:public |local authority )?care\b")
# Whoever adds one of these means others.
_OTHERS = {
    "boy", "girl", "female", "male", "man", "woman", "men", "women", "not", "non", "without",
    "never", "other",
}  # fmt: skip
# A key stage is told by its last school year: the children who end it are those of that year.
_LAST_YEARS = {"1": "2", "2": "6", "3": "9", "4": "11", "5": "13"}
_KEY_STAGE = re.compile(r"\b(?:key stage|ks) ?([1-5])\b")
_SCHOOL_YEAR = re.compile(r"\b(?:year group|years?|yrs?|y) ?(\d+)s?\b")


def are_alike(one: str, other: str) -> bool:
    """Whether two words may be meant as one: "age bands" for "age", but not "Year 11" for "Year
    10".
    """
    if one.startswith(_OF_WHOM) and other.startswith(_OF_WHOM):
        return False
    told, as_well = (
        " ".join(_stem(word) for word in words.split() if word.removesuffix("s") not in _EMPTY)
        for words in (one, other)
    )
    return _is_a_slip(told, as_well) and _digits(one) == _digits(other)


def may_be_one_cohort(one: str, other: str) -> bool:
    """Whether the words of two cohorts may mean the same children: "Year 11", "Year 11 pupils" and
    "looked after children at the end of Key Stage 4", but not "Year 11 boys".
    """
    told, as_well = _told_of(one), _told_of(other)
    ours, theirs = set(told), set(as_well)
    if (ours ^ theirs) & _OTHERS or _digits(" ".join(told)) != _digits(" ".join(as_well)):
        return False
    if not ours or not theirs:
        return ours == theirs
    return ours <= theirs or theirs <= ours or _is_a_slip(" ".join(told), " ".join(as_well))


def _told_of(cohort: str) -> list[str]:
    """What the words of a cohort say of its children, beside that they are children."""
    said = _KEY_STAGE.sub(lambda found: f"year {_LAST_YEARS[found[1]]}", cohort)
    said = _WHOLE_YEAR.sub(" ", _SCHOOL_YEAR.sub(r"year \1", said))
    stems = (word.removesuffix("s") if word.isalpha() else word for word in said.split())
    return [word for word in stems if word not in _WHOEVER]


def _is_a_slip(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _stem(word: str) -> str:
    return word.removesuffix("s").removesuffix("e")


def _digits(words: str) -> list[str]:
    return [each for each in words if each.isdigit()]
