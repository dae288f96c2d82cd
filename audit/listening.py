"""What the log is told of: each thing that is done, where Django, allauth or a room says so.

Words name things by code, quarter and kind, and never tell a figure.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.admin.models import LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save
from simple_history.signals import post_create_historical_record

from accounts.deeds import Deed, count_by, done
from accounts.history import many_written
from accounts.models import User
from accounts.services import account_of
from audit import asking
from audit.histories import Many, Row
from audit.writing import Told, note, read_head, write_before_commit
from plans.models import PlanPerson
from reports.models import Clearance, Download, FeedToken, FurtherHiding, Release, Withdrawal
from returns.models import CalendarLink, ReturnEvent, RoundEvent
from workbooks.models import Import, ImportState

PEOPLE = (User, PlanPerson)
# What becomes of a file that changes something, or keeps from it; the rest is on its way there.
ENDS = {
    ImportState.SAVED: "saved",
    ImportState.UNDONE: "undone",
    ImportState.DROPPED: "put aside",
    ImportState.REFUSED: "refused for its problems",
}


# Signing in -----------------------------------------------------------------------------


def signed_in(*, user, **kwargs) -> None:
    note(Told(Deed.SIGNED_IN, "Signed in", user.pk))


def signed_out(*, user, **kwargs) -> None:
    if user is not None:
        note(Told(Deed.SIGNED_OUT, "Signed out", user.pk))


def sign_in_failed(*, credentials, **kwargs) -> None:
    """Whose account was tried, where there is one; never what was typed: it may be a password."""
    person = account_of(**credentials)
    if person is None:
        what = "No account of that name"
    else:
        what = "Wrong password" if person.is_active else "An account that may no longer sign in"
    note(Told(Deed.SIGN_IN_FAILED, what, person.pk if person else None))


def code_failed(*, user, **kwargs) -> None:
    """A code of the second step, at signing in or asked for again."""
    note(Told(Deed.SIGN_IN_FAILED, "Wrong code", user.pk))


def of_secret(what: str):
    """A listener for something done to a password or a second step."""

    def listener(*, user, **kwargs) -> None:
        note(Told(Deed.SECRET, what, user.pk))

    return listener


# Records ---------------------------------------------------------------------------------


def record_changed(*, history_instance, **kwargs) -> None:
    """Each row of a history."""
    row = Row(history_instance)
    deed = Deed.PEOPLE if row.model in PEOPLE else Deed.CHANGED
    note(Told(deed, person=history_instance.history_user_id, row=row))


def many_changed(*, sender, kind, moment, by, number, **kwargs) -> None:
    """Rows of a history that one statement wrote, as an import does."""
    if not number:
        return
    deed = Deed.PEOPLE if sender in PEOPLE else Deed.CHANGED
    many = Many(sender.history.model, kind, number, moment)
    note(Told(deed, person=by.pk if by else None, many=many))


# What the rooms keep of themselves -------------------------------------------------------


def added(describe):
    """A listener for rows of a model that come new; `describe` tells what the log says of one."""

    def listener(*, instance, created, raw=False, **kwargs) -> None:
        if created and not raw:
            note(describe(instance))

    return listener


def of_return(event: ReturnEvent) -> Told:
    plan = event.owner.plan
    what = f"Return of {plan.reference} for {event.owner.quarter_id}: {event.step}"
    details = {"return": event.owner_id, "quarter": event.owner.quarter_id}
    return Told(Deed.RETURN, what, event.by_id, (plan.slug,), details)


def of_round(event: RoundEvent) -> Told:
    what = f"{event.quarter_id} {event.what}"
    return Told(Deed.ROUND, what, event.by_id, details={"quarter": event.quarter_id})


def of_release(release: Release) -> Told:
    what = f"Release {release.number} of {release.quarter_id} made"
    details = {"release": release.pk, "quarter": release.quarter_id}
    return Told(Deed.ROUND, what, release.published_by_id, details=details)


def of_withdrawal(withdrawal: Withdrawal) -> Told:
    what = f"Release {withdrawal.release.number} of {withdrawal.release.quarter_id} withdrawn"
    return Told(Deed.ROUND, what, withdrawal.by_id, details={"release": withdrawal.release_id})


def of_clearance(clearance: Clearance) -> Told:
    what = f"Text {'cleared' if clearance.cleared else 'no longer cleared'}: {clearance.place}"
    return Told(Deed.SHOWN, what, clearance.by_id)


def of_hiding(further: FurtherHiding) -> Told:
    verb = "hidden" if further.hidden else "shown again"
    what = f"Figure of {further.indicator.code} for {further.period} {verb}"
    return Told(Deed.SHOWN, what, further.by_id)


def of_download(download: Download) -> Told:
    if request := asking.current.get():
        request.taken = True
    said = ", contains small numbers" if download.restricted else ""
    what = f"{download.file}, {download.get_view_display()}{said}"
    return Told(Deed.TAKEN, what, download.by_id, details={"download": download.pk})


def of_token(token: FeedToken) -> Told:
    what = f"Token for feeds made, {token.get_audience_display()}"
    return Told(Deed.TOKEN, what, token.person_id, details={"token": token.pk})


def of_calendar(link: CalendarLink) -> Told:
    return Told(Deed.TOKEN, "Calendar link made", link.person_id)


def of_invitation(entry: LogEntry) -> Told:
    what = f"Person {entry.object_id}: {entry.change_message}"
    return Told(Deed.PEOPLE, what, entry.user_id, details={"person": entry.object_id})


def import_kept(*, instance, created, update_fields=None, raw=False, **kwargs) -> None:
    """A file that came, and what became of it."""
    if raw or (update_fields is not None and "state" not in update_fields):
        return
    ended = ENDS.get(ImportState(instance.state))
    if not (created or ended) or instance.state == getattr(instance, "told_of", None):
        return
    instance.told_of = instance.state
    note(
        Told(
            Deed.IMPORT,
            f"File {instance.pk} {ended or 'brought'}",
            instance.undone_by_id if instance.state == ImportState.UNDONE else instance.by_id,
            details={
                "import": instance.pk,
                "checksum": instance.checksum,
            },
        )
    )


def told_by_a_room(*, deed, what, by, plans, details, **kwargs) -> None:
    note(Told(deed, what, by.pk if by is not None else None, plans, details))


ADDED: tuple[tuple[Any, Any], ...] = (
    (ReturnEvent, of_return),
    (RoundEvent, of_round),
    (Release, of_release),
    (Withdrawal, of_withdrawal),
    (Clearance, of_clearance),
    (FurtherHiding, of_hiding),
    (Download, of_download),
    (FeedToken, of_token),
    (CalendarLink, of_calendar),
    (LogEntry, of_invitation),
)
SECRETS = (
    (account.password_set, "Password chosen"),
    (account.password_changed, "Password changed"),
    (account.password_reset, "Password chosen by a one-time link"),
    (mfa.authenticator_added, "Second step added"),
    (mfa.authenticator_removed, "Second step removed"),
    (mfa.authenticator_reset, "Recovery codes made anew"),
)


def listen() -> None:
    """Be told from now on; called once, when every room is there."""
    connection_created.connect(write_before_commit, dispatch_uid="audit.commit")
    user_logged_in.connect(signed_in, dispatch_uid="audit.in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="audit.failed")
    mfa.authentication_failed.connect(code_failed, dispatch_uid="audit.code")
    for signal, what in SECRETS:
        signal.connect(of_secret(what), weak=False, dispatch_uid=f"audit.{what}")
    post_create_historical_record.connect(record_changed, dispatch_uid="audit.history")
    for model, describe in ADDED:
        post_save.connect(
            added(describe), sender=model, weak=False, dispatch_uid=f"audit.{model.__name__}"
        )
    post_save.connect(import_kept, sender=Import, dispatch_uid="audit.import")
    many_written.connect(many_changed, dispatch_uid="audit.many")
    done.connect(told_by_a_room, dispatch_uid="audit.told")
    count_by(read_head)
