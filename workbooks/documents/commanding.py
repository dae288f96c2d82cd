"""A plan document on the command line: its questions as lines, its answers from a file."""

import json
from collections.abc import Mapping
from pathlib import Path

from workbooks.book import kept_book
from workbooks.documents.keeping import KeptHere
from workbooks.documents.questions import Question
from workbooks.documents.reading import understood
from workbooks.documents.recognising import answered_as_suggested
from workbooks.reading.documents import read_document
from workbooks.reading.limits import NotRead

Answers = dict[str, str]


def read_answers(path: Path) -> Answers:
    """The answers in a file: for each question's key, one text. Raises NotRead."""
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise NotRead(f"{path} cannot be read: {problem.strerror}") from None
    except ValueError:
        raise NotRead(
            f'{path} is not JSON in UTF-8: write {{"a question": "its answer"}}'
        ) from None
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise NotRead(
            f'{path} holds no answers: write {{"a question": "its answer"}}, each of them text'
        )
    return given


def settle(
    name: str, content: bytes, answers: Mapping[str, str], *, as_suggested: bool
) -> tuple[Answers, list[Question]]:
    """The answers with which the document is read, and its questions. Raises NotRead."""
    given = dict(answers)
    document = read_document(name, content)
    if as_suggested:
        given = answered_as_suggested(document, given, KeptHere(kept_book()))
    questions = understood(document, given).questions
    unknown = given.keys() - {each.key for each in questions}
    if unknown:
        named = ", ".join(f"“{each}”" for each in sorted(unknown))
        raise NotRead(f"no question of the document is called {named}: correct the answers")
    return given, questions


def as_line(question: Question) -> str:
    """An open question as a line: where, what is asked, and what may be answered."""
    place = question.place or "Document"
    told = f"{question.text} {question.problem}".strip()
    offered = [
        f"{each.value}{' (suggested)' if each.value == question.suggestion else ''}"
        for each in question.choices
    ][:12]
    if question.own:
        offered.append(f"other words ({question.own[:1].lower()}{question.own[1:]})")
    what = f"answer “{question.key}” with {' | '.join(offered)}"
    return " ".join(f"{place}: {told}: {what}".split())
