"""Who read more than the public may, as of files that are taken: written down once a day."""

from django.utils import timezone

from indicators.disclosure import Audience
from reports.audiences.access import Reading
from reports.models import Download, View


def view_of(reading: Reading) -> View:
    """As whom a feed is read."""
    if reading.audience == Audience.PUBLIC and reading.own_plans:
        return View.OWN
    return View(reading.audience)


def keep(reading: Reading, file: str, *, restricted: bool) -> None:
    """Write down that this person reads the feed; Excel may ask for it every quarter of an hour."""
    view = view_of(reading)
    if view == View.PUBLIC:
        return
    release = reading.release.number if reading.release else 0
    same = {"by": reading.user, "file": file, "release": release, "view": view}
    if not Download.objects.filter(**same, at__date=timezone.localdate()).exists():
        Download.objects.create(**same, quarter=reading.round, restricted=restricted)
