"""Who may read which quarter, plan and figure. Every page asks here, and nowhere else.

Published quarters are open to all who are signed in, each in their audience; officers also
read the others, and a plan's own people their plan. What may not be read answers 404, as if
it were not there.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q, Subquery
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from indicators.disclosure import Audience, sees_all
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.prepared import Prepared
from periods.rounds import RoundState
from periods.today import today
from plans.models import DeliveryPlan
from reports.changes.between import Changes
from reports.disclosure.clearing import cleared_texts
from reports.disclosure.hiding import hidden_figures
from reports.disclosure.masking import Key
from reports.disclosure.puzzles import OwnPeople
from reports.disclosure.readers import own_people
from reports.disclosure.withholding import Cleared, joined, without_texts
from reports.models import FurtherHiding, Release, ReleasedReport, Withdrawal
from reports.reading.digests import Digest, course_of, digest_of, of_plans_only, with_own
from reports.reading.facts import facts_as_at, fingerprint
from reports.reading.objects import (
    DependencyCard,
    IndicatorReport,
    PlanReport,
    QuarterlyReport,
    Service,
    Stamp,
)
from reports.releases.building import Building
from reports.releases.copies import kept_reports
from reports.releases.keeping import from_data
from reports.releases.parts import WHOLE, Part, codes_of
from reports.releases.remembering import REMEMBERED, Moment, moment_now

# What every page of a report asks first.
ROUNDS = Prepared(Quarter.objects.all)
WORKED_ON = Prepared(
    lambda user: DeliveryPlan.objects.worked_on_by(user).order_by().values_list("slug")
)
STANDING = Prepared(
    lambda quarter: Release.objects.filter(quarter=quarter).standing().order_by("-number")[:1]
)
# The last quarter ever released, the last release, the last withdrawal of one, and the last figure
# hidden with it.
RELEASED = Prepared(
    lambda: Release.objects.order_by("-quarter").values_list(
        "quarter",
        Subquery(Release.objects.order_by("-pk").values("pk")[:1]),
        Subquery(Withdrawal.objects.order_by("-pk").values("pk")[:1]),
        Subquery(FurtherHiding.objects.order_by("-pk").values("pk")[:1]),
    )[:1]
)
WIDTH = {Audience.PUBLIC: 0, Audience.BOARD: 1, Audience.OFFICER: 2}


def audience_of(user) -> Audience:
    """The audience to which this person belongs, plans of their own aside."""
    if user.is_officer:
        return Audience.OFFICER
    return Audience.BOARD if user.is_board_member else Audience.PUBLIC


def is_masked(audience: Audience) -> bool:
    """Whether small figures are hidden from this audience."""
    return not sees_all(audience, board_sees_all=settings.LAA_BOARD_AUDIENCE == "all")


def readable_quarters(
    user, rounds: Iterable[Quarter] | None = None, plans: Collection[str] | None = None
) -> list[FinancialQuarter]:
    """The quarters of which this person may read something, the latest first.

    `rounds` are all rounds, and `plans` those that they work on, where they were read already.
    """
    every = Quarter.objects.all() if rounds is None else rounds
    states: dict[str, str] = {each.label: each.state for each in every}
    own = bool(plans_worked_on_by(user) if plans is None else plans)
    return [
        FinancialQuarter.from_label(label)
        for label in sorted(states, reverse=True)
        if states[label] == RoundState.PUBLISHED
        or (own and states[label] != RoundState.NOT_OPENED)
        or (user.is_officer and _officers_read(states, label))
    ]


def plans_worked_on_by(user) -> set[str]:
    """The slugs of the plans in which the person has a part; an officer has all of them anyway."""
    if user.is_officer:
        return set()
    return {slug for (slug,) in WORKED_ON.rows(user.pk or 0)}


def _officers_read(states: dict[str, str], label: str) -> bool:
    """Officers read every round that was opened, and history before the first of them."""
    begun = [other for other, state in states.items() if state != RoundState.NOT_OPENED]
    if label in begun:
        return True
    if begun:
        return label < min(begun)
    return FinancialQuarter.from_label(label).starts <= today()


def latest_reading(user, audience: str | None = None) -> "Reading | None":
    """What this person sees without asking for a quarter; None where there is nothing yet.

    That is the latest published quarter, for officers the open one; before any was opened, the
    latest in which something was reported.
    """
    rounds = list(Quarter.objects.begun())
    chosen = [each for each in rounds if each.is_published]
    if user.is_officer:
        chosen = [each for each in rounds if each.is_open] or rounds
    if not chosen:
        first = _latest_history() if user.is_officer else None
        return reading_for(user, first, audience) if first else None
    return reading_for(user, chosen[-1].calendar, audience)


def _latest_history() -> FinancialQuarter | None:
    """Of the quarters that a workbook brought, the latest with something in it, else the latest."""
    begun = Quarter.objects.up_to(FinancialQuarter.containing(today()).label)
    latest = begun.reported_in().last() or begun.last()
    return latest.calendar if latest else None


def reading_for(
    user,
    quarter: FinancialQuarter | None = None,
    audience: str | None = None,
    release: int | None = None,
) -> "Reading":
    """This person's reading of a quarter (none: the latest). Raises Http404 where there is none.

    `audience` asks for a narrower one ("board", "public"); a wider one than the person's own
    changes nothing, and the page says so. `release` asks for one release; whoever is no officer
    has none but the one that stands.
    """
    if quarter is None:
        reading = latest_reading(user, audience)
        if reading is None:
            raise Http404("There is nothing to read yet.")
        return reading
    rounds = {each.label: each for each in ROUNDS.instances()}
    plans = plans_worked_on_by(user)
    if quarter not in (readable := readable_quarters(user, rounds.values(), plans)):
        raise Http404("There is no such quarter.")
    ours = rounds[quarter.label]
    number = release if user.is_officer else None
    # Of a round that is not published no release stands; an earlier one has to be asked for.
    released = _release(quarter, number) if number or ours.is_published else None
    if release and (released is None or released.number != release):
        raise Http404("There is no such release.")
    reading = Reading(
        user=user,
        round=ours,
        asked=_asked(audience, user),
        release=released,
        choices=readable,
    )
    reading.__dict__["_plans"] = plans
    return reading


def public_reading(quarter: FinancialQuarter | None = None) -> "Reading | None":
    """What anybody reads of a published quarter (none: the latest), without signing in.

    None where nothing is published yet. Raises Http404 where the public page is switched off, and
    for a quarter that is not published.
    """
    if not settings.LAA_PUBLIC:
        raise Http404("There is no public page here.")
    published = {each.calendar: each for each in Quarter.objects.published()}
    choices = sorted(published, reverse=True)
    if quarter is None and not choices:
        return None
    chosen = quarter or choices[0]
    if chosen not in published:
        raise Http404("There is no such quarter.")
    return Reading(
        user=User(),  # nobody in particular
        round=published[chosen],
        asked=Audience.PUBLIC,
        release=_release(chosen, None),
        choices=choices,
    )


def may_read_as(audience: str, user) -> bool:
    """Whether it is an audience, and none that sees more than this person's own."""
    return audience in list(Audience) and WIDTH[Audience(audience)] <= WIDTH[audience_of(user)]


def _asked(audience: str | None, user) -> Audience | None:
    """The audience asked for; None where it is not given, or no narrower one than officers'."""
    if not audience or not may_read_as(audience, user) or audience == Audience.OFFICER:
        return None
    return Audience(audience)


def _release(quarter: FinancialQuarter, number: int | None) -> Release | None:
    if number:
        releases = Release.objects.filter(quarter=quarter.label).select_related("withdrawal")
        return releases.filter(number=number).first()
    for release in STANDING.instances(quarter.label):
        release._state.fields_cache["withdrawal"] = None  # which need not be asked again
        return release
    return None


def share_what_is_cleared(readings: Sequence["Reading"]) -> None:
    """Read once for one person's readings which texts are cleared, if that matters to them.

    Costs one query, for whoever reads only those and has not read of the first which they are.
    """
    if any(each.audience == Audience.PUBLIC for each in readings):
        for each in readings:
            each.__dict__["_cleared"] = readings[0]._cleared


def read_digests_ahead(readings: Sequence["Reading"]) -> None:
    """Read what the digests of one person's readings are made of. Costs one query for all."""
    lacking = [
        (each, names)
        for each in readings
        if each.release and (names := each._not_remembered(each._digest_names))
    ]
    if not lacking:
        return
    of = {each.release.pk: each for each, _ in lacking if each.release}
    every = set().union(*(names for _, names in lacking))
    releases = [each.release for each in of.values() if each.release]
    for (release, key), data in kept_reports(releases, every).items():
        of[release]._kept[key] = data


def name_of(key: str, *, masked: bool) -> str:
    """By which name a release keeps a report: in full, or as masked audiences read it."""
    return f"masked/{key}" if masked else key


@dataclass(frozen=True)
class Reading:
    """A quarter as one person may read it: from its release, or from the records if unpublished."""

    user: User
    round: Quarter
    asked: Audience | None
    release: Release | None
    choices: list[FinancialQuarter]

    @property
    def quarter(self) -> FinancialQuarter:
        return self.round.calendar

    def as_audience(self, audience: str | None) -> "Reading":
        """The same quarter as another audience reads it; None for the widest of this person."""
        return replace(self, asked=_asked(audience, self.user))

    @property
    def previous(self) -> FinancialQuarter | None:
        """The readable quarter before this one."""
        return next((each for each in self.choices if each < self.quarter), None)

    @property
    def next(self) -> FinancialQuarter | None:
        """The readable quarter after this one."""
        return next((each for each in reversed(self.choices) if each > self.quarter), None)

    def choices_with(self, key: str) -> list[FinancialQuarter]:
        """The readable quarters of which there is this report.

        What came after a quarter was published is not in its release.
        """
        later = Release.objects.standing().exclude(reports__key=key)
        lacking = set(later.values_list("quarter", flat=True))
        return [each for each in self.choices if each.label not in lacking]

    def published_before(self, most: int) -> list["Reading"]:
        """The same person's readings of the quarters published before this one, the latest first.

        Costs one query.
        """
        releases = Release.objects.standing().filter(quarter__lt=self.quarter.label)
        latest = releases.select_related("quarter").order_by("-quarter")[:most]
        found = [replace(self, round=each.quarter, release=each) for each in latest]
        for each in found:
            each.__dict__["own_plans"] = self.own_plans
        return found

    @property
    def is_published(self) -> bool:
        return self.release is not None

    @property
    def is_partial(self) -> bool:
        """Whether only this person's own plans can be read of it, for nothing is published."""
        return not self.is_published and not self.user.is_officer

    @property
    def audience(self) -> Audience:
        """The audience of what is not this person's own plan."""
        return self.asked or audience_of(self.user)

    @cached_property
    def own_plans(self) -> set[str]:
        """The slugs of the plans that this person reads in full."""
        return set() if self.asked or WIDTH[audience_of(self.user)] > 0 else self._plans

    @cached_property
    def _plans(self) -> set[str]:
        """The slugs of the plans that they work on."""
        return plans_worked_on_by(self.user)

    @property
    def stamp(self) -> Stamp:
        """What is read, and how official it is."""
        released = self.release
        return Stamp(
            quarter=self.quarter.label,
            quarter_in_full=self.quarter.long_label,
            slug=self.quarter.slug,
            state=RoundState.PUBLISHED if released else self.round.state,
            audience=self.audience,
            due=self.round.due,
            released=released.number if released else 0,
            released_on=timezone.localdate(released.published_at) if released else None,
            release_reason=self._release_reason,
        )

    @property
    def _release_reason(self) -> str:
        """What a further release puts right, in an officer’s own words: not for the public."""
        if self.release is None or self.release.number == 1 or self.audience == Audience.PUBLIC:
            return ""
        return self.release.reason

    # What can be read ------------------------------------------------------------------

    def quarterly_report(self) -> QuarterlyReport:
        """All plans. Raises Http404 where only the person's own plan can be read."""
        if not self.is_published and not self.user.is_officer:
            raise Http404("There is no such report.")
        if self.own_plans:
            self._read_ahead(["quarter", "masked/quarter"])
        report = self._fetch("quarter", QuarterlyReport, masked=is_masked(self.audience))
        if self.audience != Audience.PUBLIC:
            return self._stamped(report)
        read = self._cleared_of("quarter", report)
        if not self.own_plans:
            return self._stamped(read)
        full = self._fetch("quarter", QuarterlyReport, masked=False)
        return self._stamped(joined(read, full, self.own_plans))

    def plan_report(self, slug: str) -> PlanReport:
        """One plan. Raises Http404 where it cannot be read."""
        own = slug in self.own_plans
        if not self.is_published and not (own or self.user.is_officer):
            raise Http404("There is no such plan.")
        masked = not own and is_masked(self.audience)
        report = self._fetch(f"plan/{slug}", PlanReport, masked=masked)
        if own:
            report = replace(report, dependencies=self._dependencies_of_own(slug))
        elif self.audience == Audience.PUBLIC:
            report = without_texts(report, self._cleared)
        return self._stamped(report)

    def _dependencies_of_own(self, slug: str) -> tuple[DependencyCard, ...]:
        """On what a person's own plan depends. Of other plans they read only what is published."""
        return self._as_to_anybody(
            self._fetch(f"plan/{slug}", PlanReport, masked=True).dependencies
        )

    def _as_to_anybody(self, masked: tuple[DependencyCard, ...]) -> tuple[DependencyCard, ...]:
        """Dependencies with where their indicators stand, as far as that is published."""
        if self.is_published:
            return masked
        return tuple(replace(each, indicator_slug="", indicator_status="") for each in masked)

    def indicator_report(self, slug: str) -> IndicatorReport:
        """One indicator. Raises Http404 where it cannot be read."""
        key = f"indicator/{slug}"
        report = self._fetch(key, IndicatorReport, masked=is_masked(self.audience))
        own = report.line.plan_slug in self.own_plans
        if not self.is_published and not (own or self.user.is_officer):
            raise Http404("There is no such indicator.")
        if own:  # whoever has plans of their own reads all else masked
            report = self._without_others(self._fetch(key, IndicatorReport, masked=False), report)
        elif self.audience == Audience.PUBLIC:
            report = without_texts(report, self._cleared)
        return self._stamped(report)

    def _without_others(self, full: IndicatorReport, masked: IndicatorReport) -> IndicatorReport:
        """The report without other plans' words and, where unpublished, without their names.

        Of other plans' indicators that stand beside ours no more is told than to anybody.
        """
        ours = self.own_plans
        named_by = full.named_by
        if not self.is_published:
            named_by = tuple(each for each in named_by if each[1] in ours)
        return replace(
            full,
            fed_by=tuple(each for each in full.fed_by if each[1] in ours),
            named_by=named_by,
            served_by=tuple(self._services_of_own(full, masked)),
            depends_on=self._as_to_anybody(masked.depends_on),
        )

    def _services_of_own(self, full: IndicatorReport, masked: IndicatorReport) -> Iterator[Service]:
        """The services of one's own plans, measured as far as this person may read."""
        ours = self.own_plans
        others = {each.code: each for service in masked.served_by for each in service.measures}
        for service in (each for each in full.served_by if each.plan_slug in ours):
            measures = tuple(
                each if each.plan_slug in ours else others[each.code]
                for each in service.measures
                if each.plan_slug in ours or self.is_published
            )
            yield replace(service, measures=measures)

    def indicator_reports(self, slugs: Iterable[str]) -> list[IndicatorReport]:
        """Several indicators, for the queries of one. Raises Http404 as for one."""
        slugs = list(slugs)
        self._read_all(f"indicator/{slug}" for slug in slugs)
        return [self.indicator_report(slug) for slug in slugs]

    def plan_reports(self, slugs: Iterable[str]) -> list[PlanReport]:
        """Several plans, for the queries of one. Raises Http404 as for one."""
        slugs = list(slugs)
        self._read_all(f"plan/{slug}" for slug in slugs)
        return [self.plan_report(slug) for slug in slugs]

    def digest(self, part: Part = WHOLE) -> Digest:
        """What the quarter is compared with others by, as far as this person may read it.

        Before publication whoever is no officer reads of their own plans only. Where a `part` is
        asked for, all of that is in it, and may be more.
        """
        if self.is_partial:
            return of_plans_only(self._digest(part, masked=False), self.own_plans)
        digest = self._digest(part, masked=is_masked(self.audience))
        if self.audience != Audience.PUBLIC:
            return digest
        if part.is_whole:
            read = self._stamped(self._cleared_of("digest", digest))
        else:
            read = self._stamped(without_texts(digest, self._cleared))
        if not self.own_plans:
            return read
        return with_own(read, self._digest(part, masked=False), self.own_plans)

    def codes_of(self, plan: str) -> set[str]:
        """The codes of the indicators that the plan delivers by then."""
        name = name_of("digest", masked=not self.is_partial and is_masked(self.audience))
        if self.release and (data := self._data(name)) is not None:
            return codes_of(data, plan)
        return {each.code for each in self.digest().indicators if each.plan_slug == plan}

    @staticmethod
    def restricted(report) -> bool:
        """Whether the report shows a figure that is hidden from the public."""
        if isinstance(report, Changes):
            return report.small
        lines = [report.line] if isinstance(report, IndicatorReport) else report.lines
        return any(line.small for line in lines)

    # Where it comes from ---------------------------------------------------------------

    def _digest(self, part: Part, *, masked: bool) -> Digest:
        """As kept; of a release made before there were digests, made of all its reports."""
        if self.release:
            name = name_of("digest", masked=masked)
            digest = self._of_release(name, Digest) if part.is_whole else self._part(name, part)
            if digest is None:
                return self._digest_of_reports("masked/" if masked else "")
            return self._stamped(digest)
        return self._stamped(self._fetch("digest", Digest, masked=masked))

    @property
    def _digest_names(self) -> set[str]:
        """By which names a release keeps what this person's digest is made of."""
        names = {name_of("digest", masked=is_masked(self.audience))}
        return names | {"digest"} if self.own_plans else names

    def _digest_of_reports(self, start: str) -> Digest:
        """Made of the release's reports whose keys start so. Costs one query."""
        plans, indicators = f"{start}plan/", f"{start}indicator/"
        kept = ReleasedReport.objects.filter(release=self.release).filter(
            Q(key__startswith=plans) | Q(key__startswith=indicators)
        )
        data = dict(kept.values_list("key", "data"))
        return digest_of(
            self.stamp,
            [from_data(data[key], PlanReport) for key in data if key.startswith(plans)],
            [
                course_of(from_data(data[key], IndicatorReport))
                for key in data
                if key.startswith(indicators)
            ],
        )

    def _fetch(self, key: str, kind: type, *, masked: bool):
        if self.release:
            report = self._of_release(name_of(key, masked=masked), kind)
        else:
            report = self._of_records(key, masked=masked)
        if report is None:
            raise Http404("There is no such report.")
        return report

    def _of_release(self, name: str, kind: type):
        """What the release keeps under this name; None where there is nothing."""
        place = self._place(name)
        if (known := REMEMBERED.get(place)) is not None:
            return known
        data = self._data(name)
        if data is None:
            return None
        report: Any = from_data(data, kind)
        REMEMBERED.keep(place, report)
        return report

    def _part(self, name: str, part: Part) -> Digest | None:
        """The part of a digest that is asked for, and may be more; None where there is no digest.

        What is about one plan is not remembered, for it is little to read again.
        """
        place = self._place_of_part(name, part)
        if not part.plan and (known := REMEMBERED.get(place)) is not None:
            return known
        data = self._data(name)
        if data is None:
            return self._of_release(name, Digest)
        digest = from_data(part.of(data), Digest)
        if not part.plan:
            REMEMBERED.keep(place, digest)
        return digest

    def _place_of_part(self, name: str, part: Part) -> Hashable:
        return self._place(name), part

    def is_known(self, part: Part) -> bool:
        """Whether that part of the digest of a release need not be read."""
        names = self._digest_names
        return all(REMEMBERED.get(self._place_of_part(each, part)) is not None for each in names)

    def _data(self, name: str) -> dict[str, Any] | None:
        """What is to be read of the release; None where it keeps nothing, or it is remembered."""
        if name not in self._kept:
            self._read_ahead([name])
        return self._kept.get(name)

    def _of_records(self, key: str, *, masked: bool):
        """What the records say by now; None where there is nothing."""
        place = self._records and (self._records, name_of(key, masked=masked))
        if place and (known := REMEMBERED.get(place)) is not None:
            return known
        report = self._building(masked).report(key)
        if place and self._is_of_one_moment:
            REMEMBERED.keep(place, report)
        return report

    @cached_property
    def _records(self) -> Hashable:
        """All that the reports are worked out of. None where it cannot be told.

        Most of what is done is none of that: somebody signs in, or types a draft. Costs two queries
        and those of the facts, where it was not asked at this moment before.
        """
        if self.moment is None:
            return None
        place = (self.moment, self.round.label)
        if (known := REMEMBERED.get(place)) is not None:
            return known
        released = tuple(RELEASED.rows())
        if any(last > self.round.label for last, *_ in released):
            return place  # figures of later quarters count as well, which are not among the facts
        of_round = (self.round.label, self.round.state, self.round.due)
        said = (fingerprint(self._facts), released, self._own_people)
        records = (*said, of_round, self.moment.day, self.moment.limits)
        if self._is_of_one_moment:
            REMEMBERED.keep(place, records)
        return records

    @property
    def said_by(self) -> Hashable:
        """All that what this reading says depends on; None where that cannot be told."""
        origin = self._place("") or self.moment
        read = self._cleared if self.audience == Audience.PUBLIC else None
        own = frozenset(self.own_plans)
        return origin and (origin, self.stamp, is_masked(self.audience), self.is_partial, own, read)

    @property
    def said_by_now(self) -> Hashable:
        """The same, if nothing was done since the records were read. Costs one query, once."""
        return self.said_by if self.release or self._is_of_one_moment else None

    @cached_property
    def moment(self) -> Moment | None:
        """When the records were first looked at; None of a release. Costs one query."""
        return None if self.release else moment_now()

    @cached_property
    def _is_of_one_moment(self) -> bool:
        """Whether nothing was done while the records were read. Costs one query."""
        return self.moment is not None and self.moment == moment_now()

    def _cleared_of(self, name: str, report):
        """As much of a masked report as everybody may read, by the texts that are cleared now."""
        place = self.release and (self._place(name), self._cleared)
        if place and (known := REMEMBERED.get(place)) is not None:
            return known
        read = without_texts(report, self._cleared)
        if place:
            REMEMBERED.keep(place, read)
        return read

    def _place(self, name: str) -> Hashable:
        """Where what the release keeps under this name is remembered."""
        return self.release and (self.release.pk, self.release.published_at, name)

    def _not_remembered(self, names: Iterable[str]) -> list[str]:
        return [each for each in names if REMEMBERED.get(self._place(each)) is None]

    @cached_property
    def _kept(self) -> dict[str, dict]:
        """The data of the release that was read so far, by its key."""
        return {}

    def _read_all(self, keys: Iterable[str]) -> None:
        """Read these reports as this person reads them; own plans in full and masked. One query."""
        ways = (True, False) if self.own_plans else (is_masked(self.audience),)
        self._read_ahead([name_of(key, masked=way) for key in keys for way in ways])

    def _read_ahead(self, names: list[str]) -> None:
        """Read these reports, where they are of a release. Costs one query."""
        if self.release and (lacking := self._not_remembered(names)):
            kept = kept_reports([self.release], lacking)
            self._kept.update({key: data for (_, key), data in kept.items()})

    @cached_property
    def _facts(self):
        return facts_as_at(self.quarter.label)

    @cached_property
    def _cleared(self) -> Cleared:
        """What the public may read of texts. Costs one query."""
        return cleared_texts()

    @cached_property
    def _hidden(self) -> frozenset[Key]:
        return hidden_figures(self._facts, self._own_people)

    @cached_property
    def _own_people(self) -> tuple[OwnPeople, ...]:
        """Who reads what in full. Costs one query."""
        return own_people()

    def _building(self, masked: bool) -> Building:
        if masked not in self._buildings:
            self._buildings[masked] = Building(
                self._facts,
                self.stamp,
                masked=masked,
                today=today(),
                hidden=self._hidden,
            )
        return self._buildings[masked]

    @cached_property
    def _buildings(self) -> dict[bool, Building]:
        """What works the reports out, in full and masked, as soon as either is asked for."""
        return {}

    def _stamped(self, report):
        return replace(report, stamp=self.stamp)
