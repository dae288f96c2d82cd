"""What a document leaves open: questions, each with a suggestion, and their answers.

No Django in here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

LEAVE_OUT = "leave out"


class Choice(NamedTuple):
    """One answer that is offered: what is kept of it, and what it says."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question about a document.

    `key` names it in answers; `about` is the words it is about; `own` says what may be written in
    place of a choice ("" where only a choice may be taken), and `start` with what that begins.
    `suggestion` is an answer, or "" where only the person can know. `answer` is what was answered,
    None while nothing is; `problem` says what is wrong with it.
    """

    key: str
    place: str
    text: str
    suggestion: str
    choices: tuple[Choice, ...] = ()
    own: str = ""
    start: str = ""
    about: str = ""
    part: str = ""
    answer: str | None = None
    problem: str = ""

    @property
    def is_open(self) -> bool:
        return self.answer is None or bool(self.problem)

    def __str__(self) -> str:
        """As the command line tells it: "Table 7!B4: Row 3 looks like 2 risks: split it?"."""
        return f"{self.place}: {self.text}" if self.place else self.text


Check = Callable[[str], object]


class Asking:
    """Asks, and gives what was answered; until then, what is suggested.

    `of` names the plan that is read of a document that holds several: what is answered of one as
    a whole is no answer about another.
    """

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.part = self.of = ""
        self.questions: list[Question] = []

    def answered(self, topic: str, place: str) -> str | None:
        """What was answered to the question of that name; None while nothing was."""
        answer = self._answers.get(self._key(topic, place))
        return None if answer is None else answer.strip()

    def ask(
        self,
        topic: str,
        place: str,
        text: str,
        suggestion: str = "",
        *,
        choices: tuple[Choice, ...] = (),
        own: str = "",
        start: str = "",
        about: str = "",
        check: Check | None = None,
    ) -> str:
        """The answer, or the suggestion. `check` raises ValueError for words that will not do."""
        key = self._key(topic, place)
        answer = self._answers.get(key)
        if answer is not None:
            answer = answer.strip()
        problem = "" if answer is None else _problem(answer, choices, own, check)
        self.questions.append(
            Question(
                key,
                place,
                text,
                suggestion,
                choices,
                own,
                start,
                about,
                self.part,
                answer,
                problem,
            )
        )
        return suggestion if answer is None or problem else answer

    def _key(self, topic: str, place: str) -> str:
        if place:
            return f"{place} {topic}"
        return f"{topic} of {self.of}" if self.of else topic


def _problem(answer: str, choices: tuple[Choice, ...], own: str, check: Check | None) -> str:
    if answer in {each.value for each in choices}:
        return ""
    if not own:
        offered = ", ".join(each.value for each in choices)
        return f"“{answer}” is not one of the answers: choose {offered}"
    if not answer:
        return "the answer is blank: write it, or choose one"
    try:
        if check:
            check(answer)
    except ValueError as problem:
        return str(problem)
    return ""
