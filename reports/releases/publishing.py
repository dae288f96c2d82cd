"""Publishing a quarter keeps its reports as data; withdrawing hides them, and deletes nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from indicators.thresholds import thresholds
from periods.models import Quarter
from periods.rounds import RoundState
from periods.today import now
from reports.disclosure.hiding import FIRST_TOLD, Hidden, first_told, hide_further
from reports.disclosure.masking import Key
from reports.models import Release, ReleasedReport, ToldIndicator, Withdrawal
from reports.reading.facts import Facts, facts_as_at
from reports.reading.objects import Stamp
from reports.releases.building import Building
from reports.releases.keeping import as_data
from returns.rounds import gaps, lock_returns, record, unlock_returns
from returns.workflow import NotAllowed


def publish(
    quarter: Quarter,
    *,
    by,
    reason: str = "",
    at: datetime | None = None,
    hide: Sequence[Collection[Key]] = (),
    shown: Collection[int] = (),
) -> Release:
    """Lock the quarter and keep its reports as the next release.

    What would give a hidden figure away is hidden with it: of several ways, that which `hide`
    names, question by question as `what_publishing_asks` has them. Of the indicators that are
    `shown` small numbers are, though they were hidden as of people. The release is dated as every
    page is, and the round's events are by the clock. Raises NotAllowed, with a sentence, where the
    round is not closed or withdrawn, or where something is missing (or it is a further release) and
    no reason is given.
    """
    at, dated = at or timezone.now(), at or now()
    with transaction.atomic():
        quarter = Quarter.objects.select_for_update().get(pk=quarter.pk)
        if quarter.state not in (RoundState.CLOSED, RoundState.WITHDRAWN):
            raise NotAllowed(f"{quarter} is {quarter.state}: close it before it is published.")
        number = Release.objects.filter(quarter=quarter).count() + 1
        _needs_a_reason(quarter, number, reason)
        lock_returns(quarter, by=by, at=at)
        quarter.state = RoundState.PUBLISHED
        quarter.save()
        record(quarter, "published", by=by, reason=reason, at=at)
        facts = facts_as_at(quarter.label)
        hidden = hide_further(facts, hide, by=by, at=dated, shown=shown)
        release = Release.objects.create(
            quarter=quarter,
            number=number,
            published_by=by,
            published_at=dated,
            reason=reason,
            rule=_rule_of_today()
            | {
                "further": hidden.further,
                "told_before": hidden.told_before,
                "shown": hidden.shown,
                "not_tried": hidden.not_tried,
                "by_own_people": hidden.by_own_people,
                "taken_as_one": hidden.taken_as_one,
            },
        )
        reports = _reports_of(release, facts, hidden)
        ReleasedReport.objects.bulk_create(reports)
        _keep_told_indicators(release, reports)
    return release


def withdraw(quarter: Quarter, *, by, reason: str, at: datetime | None = None) -> None:
    """Hide the quarter's release and unlock its records. Raises NotAllowed, with a sentence."""
    at, dated = at or timezone.now(), at or now()
    with transaction.atomic():
        quarter = Quarter.objects.select_for_update().get(pk=quarter.pk)
        if quarter.state != RoundState.PUBLISHED:
            raise NotAllowed(f"{quarter} is {quarter.state}, so there is nothing to withdraw.")
        if not reason.strip():
            raise NotAllowed("Say why the publication is withdrawn.")
        quarter.state = RoundState.WITHDRAWN
        quarter.save()
        release = Release.objects.standing().get(quarter=quarter)
        Withdrawal.objects.create(release=release, by=by, at=dated, reason=reason)
        record(quarter, "withdrawn", by=by, reason=reason, at=at)
        unlock_returns(quarter, by=by, at=at)


def _needs_a_reason(quarter: Quarter, number: int, reason: str) -> None:
    if reason.strip():
        return
    if number > 1:
        raise NotAllowed(f"{quarter} was published before: say what is put right.")
    if missing := gaps(quarter):
        raise NotAllowed(
            f"{len(missing)} things are missing from {quarter}: say why it is published "
            "without them."
        )


def _rule_of_today() -> dict:
    """To whom a release shows what: the settings under which it is made."""
    limits = thresholds()
    return {
        "numerator": limits.numerator,
        "remainder": limits.remainder,
        "denominator": limits.denominator,
        "count": limits.count,
        "board": settings.LAA_BOARD_AUDIENCE,
        "public": settings.LAA_PUBLIC,
    }


def _keep_told_indicators(release: Release, reports: list[ReleasedReport]) -> None:
    """Keep of which indicators this release is the first to tell."""
    first = next(each.data for each in reports if each.key == FIRST_TOLD)
    told = {indicator for indicator, *_ in (*first["figures"], *first["hidden"])}
    new = told.difference(ToldIndicator.objects.values_list("indicator", flat=True))
    ToldIndicator.objects.bulk_create(
        ToldIndicator(release=release, indicator_id=each) for each in sorted(new)
    )


def _reports_of(release: Release, facts: Facts, hidden: Hidden) -> list[ReleasedReport]:
    """Each report object twice: in full, and as the masked audiences read it.

    And which figures those are told of first in this release.
    """
    quarter = release.quarter
    stamp = Stamp(
        quarter=quarter.label,
        quarter_in_full=quarter.calendar.long_label,
        slug=quarter.slug,
        state=RoundState.PUBLISHED,
        due=quarter.due,
        released=release.number,
        released_on=timezone.localdate(release.published_at),
    )
    day = timezone.localdate(release.published_at)
    full, masked = (
        Building(facts, stamp, masked=each, today=day, hidden=hidden.keys) for each in (False, True)
    )
    ids = {f"masked/indicator/{each.slug}": each.id for each in facts.indicators.values()}
    kept = {key: as_data(report) for key, report in full.reports()}
    kept |= {f"masked/{key}": as_data(report) for key, report in masked.reports()}
    told = ((ids[key], kept[key]) for key in ids)
    kept[FIRST_TOLD] = first_told(told, hidden.facts, hidden.keys)
    return [ReleasedReport(release=release, key=key, data=data) for key, data in kept.items()]
