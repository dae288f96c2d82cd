"""How words of a document are compared, and how several things in one cell are told apart.

No Django in here.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import category

# How alike two texts must be, from 0 to 1, to be taken for the same with a slip of the pen.
ALIKE = 0.86
# And how alike two words of them, where the others are the same.
SLIP = 0.75
# How alike words must be for one to be suggested for the other.
SUGGESTED = 0.6
LONGEST_COMPARED = 2_000
# What a document writes where it has nothing to say.
_NOTHING = {
    "", "not stated", "none stated", "none", "n/a", "na", "not applicable", "-", "–",
    "—", "no actions stated", "this plan delivers no indicator", "not cleared for this audience",
}  # fmt: skip
_BULLET = re.compile(r"^\s*(?:[•·▪◦●○■□❖➢\uf0b7*]|[-–—](?=\s)|\(?[0-9a-z]{1,2}[.)](?=\s))\s*")
# Controls, halves of characters, what is no character, and what turns the direction of words.
_UNSEEN = {"Cc", "Cs", "Cn", "Cf"}
_NUMBERED = re.compile(r"\s*\(?[0-9]{1,3}[.)]\s+(?P<rest>\S.*)", re.DOTALL)
_TOKEN = re.compile(r"[^\W_]+")
_SENTENCE_ENDS = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])")
# After one of these, the next capital begins another name.
_ENDS = {
    "plan", "plans", "strategy", "strategies", "policy", "policies", "framework", "programme",
    "report", "reports", "board", "function", "team", "teams", "group", "groups", "partnership",
    "agreement", "protocol", "services", "colleges", "schools", "providers", "panel", "forum",
    "committee", "scheme", "trust", "council",
}  # fmt: skip
# These begin no name of their own: "Children's Services Leadership Team" is one.
_BEGIN_NONE = {
    "leadership", "management", "development", "team", "board", "group", "plan", "strategy",
    "services", "service", "manager", "committee", "partnership", "report", "action", "steering",
    "improvement", "executive", "for", "of",
}  # fmt: skip
_GO_WITH_THE_NEXT = {"NHS", "BBC", "PCT"}


def folded(text: str) -> str:
    """A heading or label as such are compared: without case, plural, spacing and punctuation."""
    text = text.casefold().replace("&", " and ").replace("dependant", "dependent")
    return " ".join(_singular(each) for each in re.findall(r"[a-z0-9]+", text.replace("'", "")))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def alike(one: str, other: str, least: float = ALIKE) -> bool:
    """Whether the two say the same, but for a slip of the pen."""
    if one == other:
        return True
    # Most are told apart by how long they are, or by which letters they have, in little time.
    shorter, longer = sorted((len(one), len(other)))
    if 2 * shorter / (shorter + longer) < least or _alike_at_most(one, other) < least:
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= least


def _alike_at_most(one: str, other: str) -> float:
    """How alike the two can be, whatever the order of their letters."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def same_text(one: str, other: str) -> bool:
    """Whether the two texts are the same, but for how their lines are broken, and for characters
    that no file can hold.
    """
    return seen(one) == seen(other)


def seen(text: str) -> str:
    """The text as it is compared: on one line, and only what can be seen."""
    shown = (each for each in text if each in "\t\n\r\x85" or category(each) not in _UNSEEN)
    return " ".join("".join(shown).split())


def without_numbers(texts: Sequence[str], kept: Sequence[str]) -> list[str]:
    """The texts without numbers typed before them, where more of them are so what is kept."""
    parted = [_NUMBERED.fullmatch(each) for each in texts]
    plain = [match["rest"] if match else each for match, each in zip(parted, texts, strict=True)]
    ours = {seen(each) for each in kept}
    known, known_plain = (sum(seen(each) in ours for each in way) for way in (texts, plain))
    return plain if known_plain > known else list(texts)


def is_slip(one: str, other: str) -> bool:
    """Whether the two are the same but for slips of the pen: as many words, each nearly the same.

    Numbers are never nearly the same.
    """
    ours, theirs = folded(one).split(), folded(other).split()
    return len(ours) == len(theirs) and all(
        a == b or (a.isalpha() and b.isalpha() and alike(a, b, SLIP))
        for a, b in zip(ours, theirs, strict=True)
    )


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1; words of which the other has all are nearly as alike.

    By it something is suggested, never taken.
    """
    one, other = folded(one)[:LONGEST_COMPARED], folded(other)[:LONGEST_COMPARED]
    if not one or not other:
        return 0.0
    ratio = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    shorter, longer = sorted((Counter(one.split()), Counter(other.split())), key=Counter.total)
    within = (shorter & longer).total() / shorter.total() if shorter.total() > 1 else 0.0
    return max(ratio, 0.9 * within)


def says_nothing(text: str) -> bool:
    words = " ".join(text.split()).casefold()
    return (words.rstrip(".") or words) in _NOTHING


def tokens(text: str) -> list[str]:
    """The words of a text, by which it is seen that none is lost."""
    return _TOKEN.findall(text)


def counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(each.casefold() for text in texts for each in tokens(text))


def without_bullet(line: str) -> str:
    return _BULLET.sub("", line, count=1).strip() or line.strip()


def lines_of(text: str) -> list[str]:
    """The lines of a cell that say something, without the marks of a list."""
    return [without_bullet(line) for line in text.split("\n") if line.strip()]


def pieces(text: str) -> list[str]:
    """The names that a cell seems to hold: one on each line, else as their words tell them apart.

    "Corporate Parenting Strategy Safeguarding Action Plan" is two. It is only ever a suggestion.
    """
    lines = lines_of(text)
    if len(lines) != 1:
        return lines
    if ";" in text:
        return [each.strip() for each in text.split(";") if each.strip()]
    words = text.split()
    found: list[list[str]] = [[]]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        found[-1].append(word)
        if _ends(word) and _begins(following):
            found.append([])
    return [" ".join(each) for each in found if each]


def _ends(word: str) -> bool:
    plain = word.rstrip(",")
    if re.fullmatch(r"\([A-Z]{2,}\)", plain):
        return True
    if re.fullmatch(r"[A-Z]{3,}", plain):
        return plain not in _GO_WITH_THE_NEXT
    return word.casefold() in _ENDS


def _begins(word: str) -> bool:
    return word[:1].isupper() and word.casefold() not in _BEGIN_NONE


def sentences(text: str) -> list[str]:
    lines = lines_of(text)
    if len(lines) > 1:
        return lines
    return [each.strip() for each in _SENTENCE_ENDS.split(text) if each.strip()]


def into(number: int, text: str) -> list[str]:
    """The text in that many parts, or [] where it does not fall into so many."""
    for found in (lines_of(text), sentences(text), pieces(text)):
        if len(found) == number:
            return found
    return []


def in_title_case(text: str) -> str:
    """ "WORCESTERSHIRE LOCAL AREA AGREEMENT" is a shout; this is the name."""
    if not text.isupper():
        return text
    small = {"and", "of", "the", "for", "in"}
    words = [each if each in small else each.capitalize() for each in text.lower().split()]
    return " ".join(words)


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, as a question names it."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
