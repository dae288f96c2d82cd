"""Whether a text may say how many: in digits, in number words, or of somebody one could name.

It only draws a warning, beside a figure that is hidden: it may see too much, and must not see
numbers in what plans say all the time. No Django in here.
"""

import re
from unicodedata import normalize

_COUNTS = (
    r"zero|nought|nil|none|nobody|no[ -]one|neither|single|singly|sole|solely|lone|alone|"
    r"only|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|dozens?|once|twice|both|couple|pair|duo|trio|twins?|handful|few|"
    r"half|halves|halved|doubled|trebled|tripled|quarters? of|all|everyone|everybody|"
    r"first|second|third|fourth|(?:fif|six|seven|eigh|nin|ten|eleven|twelf)th|"
    r"(?:(?:thir|four|fif|six|seven|eigh|nine)teen|hundred)th|"
    r"(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|"
    r"(?:third|fourth|(?:fif|six|seven|eigh|nin|ten|eleven|twelf)th)s"
)
_PERSON = (
    r"(?:child|boy|girl|person|teenager|pupil|student|learner|candidate|leaver|sibling|brother|"
    r"sister|baby|individual)"
)
_PEOPLE = rf"(?:{_PERSON}s?|children|people|persons|babies|LAC)"
_KIND = r"(?:(?:young|younger|older|other|such|looked[ -]after|of (?:the|our|these|those)) )*"
# "Redditch", "eligible": what else may stand before whom it is about.
_DESCRIBED = rf"{_KIND}(?:[\w-]+ )?{_KIND}"
# What is said of somebody that is over and done: a plan says what it does for people instead.
_DID = (
    r"(?:did|was|were|had|got|passed|failed|achieved|gained|missed|reached|met|sat|left|moved|"
    r"took|refused|chose|declined|became|went|could|would|came|returned|joined|dropped|withdrew|"
    r"died|ran|stayed|fell|improved|entered|attended|began|started|stopped)"
)
_WHO = rf"(?:an?|the|this|that|our|another) {_KIND}{_PERSON}"
NUMBER = re.compile(
    rf"\d|\b(?:{_COUNTS})\b|"
    # None of them, or all of them.
    rf"(?:\bno|\bnot an?|\bnot any|n't any|\bnever an?) {_DESCRIBED}{_PEOPLE}\b|"
    rf"\bno (?:passes|success(?:es)?)\b|"
    rf"(?<!\bfor )(?<!\bto )(?<!\bof )(?<!\bwith )\b(?:each|every) {_DESCRIBED}{_PERSON}\b(?!')|"
    r"\b(?:whole|entire|complete) (?:cohort|class|group|year(?: group)?)\b|\bwithout exception\b|"
    # One of them.
    rf"\b{_WHO} (?:who |also |again |just |narrowly |still )*{_DID}\b",
    re.IGNORECASE,
)
# Names and dates that hold a number and count nobody.
NAMED = re.compile(
    r"\bkey (?:stage|stages(?: \d(?:,| and| to| or))*) \d(?!\d|[.,]\d| of\b)|\bKS ?\d\b|"
    r"\byear (?:[7-9]|1[0-3])(?!\d|[.,]\d| of\b)|\bevery child matters\b|"
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?) (?:19|20)\d\d\b",
    re.IGNORECASE,
)


def has_number(text: str) -> bool:
    """Whether a text may say how many did something, or tell of one of them."""
    # So a half or a small 2 is made of digits, and every space is one space.
    plain = " ".join(normalize("NFKC", text).replace("’", "'").split())
    return bool(NUMBER.search(" ".join(NAMED.sub("", plain).split())))
