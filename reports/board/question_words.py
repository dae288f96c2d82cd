"""What a question says, and where its evidence stands. No Django in here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from periods.dates import write_date
from reports.reading.objects import (
    ActionCard,
    IndicatorLine,
    MilestoneCard,
    PlanReport,
    PlanSummary,
    RiskCard,
)
from sheets.problems import all_of

Plan = PlanSummary | PlanReport
LONGEST = 160  # characters of a text that is quoted


@dataclass(frozen=True)
class Question:
    """A question, why it is asked, and the page that has its evidence.

    `page` is "indicator" or "plan" and `slug` names which; `anchor` is a place on it. `about`
    names the thing, so that nothing is asked about twice; `quoted` is somebody's own words.
    """

    about: str
    words: str
    because: str
    page: str
    slug: str
    anchor: str
    evidence: str
    quoted: str = ""


def about_indicator(line: IndicatorLine, words: str, because: str) -> Question:
    return Question(
        about=line.code,
        words=words,
        because=because.strip(),
        page="indicator",
        slug=line.slug,
        anchor="",
        evidence=line.code,
    )


def about_action(plan: Plan, action: ActionCard, words: str, said: str) -> Question:
    return Question(
        about=f"{plan.reference} action {action.number}",
        words=words,
        because="",
        page="plan",
        slug=plan.slug,
        anchor=f"action-{action.number}",
        evidence=f"{plan.reference} action {action.number}",
        quoted=cut(said or action.action),
    )


def about_milestone(
    plan: Plan, action: ActionCard, milestone: MilestoneCard, moves: int
) -> Question:
    times = "twice" if moves == 2 else f"{moves} times"
    first = write_date(milestone.first_due) if milestone.first_due else "no date"
    now = write_date(milestone.now_due) if milestone.now_due else "no date"
    asked = about_action(
        plan,
        action,
        f"A milestone of action {action.number} of {plan.reference} has moved {times}: what makes "
        "its new date hold?",
        milestone.words,
    )
    return Question(**asked.__dict__ | {"because": f"First due {first}, now {now}."})


def about_risk(plan: Plan, risk: RiskCard, words: str) -> Question:
    managed = f"How it is managed: {risk.how_managed}" if risk.how_managed else ""
    rated = f"Impact {risk.impact}, likelihood {risk.likelihood}." if risk.band else ""
    return Question(
        about=f"{plan.reference} risk {risk.number}",
        words=words,
        because=f"{rated} {sentence(risk.movement_text)}".strip(),
        page="plan",
        slug=plan.slug,
        anchor=f"risk-{plan.slug}-{risk.number}",
        evidence=f"{plan.reference} risk {risk.number}",
        quoted=cut(f"{sentence(risk.risk)} {managed}".strip()),
    )


def how_they_stand(actions: Iterable[ActionCard]) -> str:
    """ "Of the 3 actions that serve it, 2 are complete and 1 is delayed."."""
    counts = Counter(each.status or "without a word on how it goes" for each in actions)
    if not counts:
        return "No action says that it serves it."
    said = [f"{number} {'is' if number == 1 else 'are'} {word}" for word, number in counts.items()]
    total = sum(counts.values())
    if total == 1:
        return f"The one action that serves it is {next(iter(counts))}."
    return f"Of the {total} actions that serve it, {all_of(said)}."


def one_for(k_more: str) -> str:
    """ "One more young person", for "1 more young person"."""
    return f"One{k_more.removeprefix('1')}"


def sentence(words: str) -> str:
    """The words on one line, beginning large and ending with a full stop."""
    line = " ".join(words.split())
    if not line:
        return ""
    ended = line if line[-1] in ".!?…" else f"{line}."
    return ended[:1].upper() + ended[1:]


def cut(words: str) -> str:
    """The words on one line, cut at a space where they are long."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rsplit(' ', 1)[0]}…"
