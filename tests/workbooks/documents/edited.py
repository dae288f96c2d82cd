"""Our own Word plan as an officer changes it by hand, and the plan as it is kept beside it."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from reports.charts.chart import trend
from reports.packs.about import About
from reports.packs.document import Picture
from reports.packs.plan import plan_document
from reports.packs.word import as_word
from reports.reading.objects import ActionCard, RiskCard
from tests.reports import samples
from tests.workbooks.documents.word import read_here
from workbooks.documents.found import Kept, Known
from workbooks.documents.recognising import Recognised, recognise

MAIN = "word/document.xml"
ACTIONS = (
    ActionCard(1, "Visit every home", who=("ISL",), feeds=("LAC 01", "LAC 11")),
    ActionCard(2, "Train foster carers", who=("Fostering",), feeds=("LAC 02",)),
    ActionCard(4, "Tuition in Year 11", who=("Schools",), feeds=("LAC 03",)),
    ActionCard(5, "Aim Higher Programme", who=("Connexions",)),
)
RISKS = (
    RiskCard(1, "Too few tutors come", owner="Ann Lee", impact="Low", likelihood="Low"),
    RiskCard(2, "Schools close for snow", owner="Bob Day", state="closed", commentary="It thawed"),
    RiskCard(3, "The grant comes to an end", impact="High", likelihood="Low"),
)


def in_word(report) -> bytes:
    """The plan as Word, without its charts, which take long to draw."""
    charts = [trend(samples.indicator_report()) for _ in report.lines]
    document = plan_document(report, charts, About(samples.stamp(), "officer view"))
    sections = tuple(
        replace(each, blocks=tuple(b for b in each.blocks if not isinstance(b, Picture)))
        for each in document.sections
    )
    return as_word(replace(document, sections=sections))


def our_plan(**given):
    return samples.plan_report(**{"actions": ACTIONS, "risks": RISKS} | given)


Edit = Callable[[str], str]


def edited(content: bytes, *edits: Edit, part: str = MAIN) -> bytes:
    """The document after each edit of the XML of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            member = before.read(name)
            if name == part:
                xml = member.decode()
                for edit in edits:
                    xml = edit(xml)
                member = xml.encode()
            after.writestr(name, member)
    return out.getvalue()


def _row(xml: str, words: str) -> tuple[int, int]:
    """Where the first row of a table begins and ends that holds the words."""
    at = xml.index(words)
    begin = max(xml.rfind("<w:tr>", 0, at), xml.rfind("<w:tr ", 0, at))
    return begin, xml.index("</w:tr>", at) + len("</w:tr>")


def without_row(words: str) -> Edit:
    def edit(xml: str) -> str:
        begin, end = _row(xml, words)
        return xml[:begin] + xml[end:]

    return edit


def swapped(words: str, below: str) -> Edit:
    """The row with the words moved below the other one."""

    def edit(xml: str) -> str:
        begin, end = _row(xml, words)
        row, rest = xml[begin:end], xml[:begin] + xml[end:]
        _, there = _row(rest, below)
        return rest[:there] + row + rest[there:]

    return edit


def new_row(above: str, *cells: str) -> Edit:
    """A copy of the row with these words, put in above it with other words in its cells."""

    def edit(xml: str) -> str:
        begin, end = _row(xml, above)
        waiting = list(cells)
        row = re.sub(
            r"(<w:t(?: [^>]*)?>)[^<]*",
            lambda match: match[1] + (waiting.pop(0) if waiting else ""),
            xml[begin:end],
        )
        return xml[:begin] + row + xml[begin:]

    return edit


def put(before: str, after: str, times: int = 1) -> Edit:
    """Other words where the first of these stood; in as many places as are told."""

    def edit(xml: str) -> str:
        assert escape(before, quote=False) in xml, before
        return xml.replace(escape(before, quote=False), escape(after, quote=False), times)

    return edit


def written_otherwise(before: str, after: str, times: int = 1) -> Edit:
    """The first such pieces of XML."""

    def edit(xml: str) -> str:
        assert before in xml, before
        return xml.replace(before, after, times)

    return edit


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


class KeptHere(Known):
    """A partnership that keeps the plan just as it was exported."""

    open_quarter = "2009/10 Q2"

    def __init__(self, report=None) -> None:
        self.report = report or our_plan()

    def indicator(self, code: str) -> dict[str, Any] | None:
        return {"code": code, "unit": "percentage", "per": None, "baseline": None} | dict.fromkeys(
            ("baseline_period", "baseline_numerator", "baseline_denominator")
        )

    def plan(self, reference: str, as_at: str = "") -> Kept:
        report = self.report
        return Kept(
            {"reference": report.reference},
            actions=[_action(each) for each in report.actions],
            milestones={each.number: _milestones(each) for each in report.actions},
            risks=[{"number": each.number, "risk": each.risk} for each in report.risks],
            ratings={
                each.number: (each.impact, each.likelihood, each.state, each.commentary)
                for each in report.risks
            },
            dependencies={
                each.priority: {"priority": each.priority} for each in report.dependencies
            },
            policies={each.policy: {"policy": each.policy} for each in report.policies},
        )


def _action(card: ActionCard) -> dict[str, Any]:
    return {
        "number": card.number,
        "action": card.action,
        "success_measure": "\n".join(card.success_measure),
        "when": card.when,
    }


def _milestones(card: ActionCard) -> list[dict[str, Any]]:
    return [
        {"milestone": each.number, "words": each.words, "first_due": each.first_due}
        for each in card.milestones
    ]


def read_back(content: bytes, answers: dict[str, str] | None = None, known=None) -> Recognised:
    return recognise(read_here(content), answers, known or KeptHere())


def by_number(found: Recognised, sheet: str, *attributes: str) -> dict[str, tuple[str, ...]]:
    """Of each row that the document says for the sheet, by its number, what it says there."""
    return {
        row.values["number"].value: tuple(
            row.values[each].value if each in row.values else "" for each in attributes
        )
        for row in found.of(sheet)
    }


def asked(found: Recognised, topic: str) -> list:
    return [each for each in found.questions if f" {topic}" in each.key]
