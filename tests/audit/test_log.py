"""The log in the database: what is written, with what, and that each kind of touch is found."""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.deeds import Deed, tell
from accounts.invitations import one_time_link
from accounts.models import User
from audit import writing
from audit.locks import guards
from audit.models import HEAD, Entry
from audit.verifying import verify
from audit.writing import Told, note, write_now
from indicators.models import Actual, ComparatorValue
from periods.triggers import KEPT, lifted
from reports.models import Release, Withdrawal
from returns.locks import guards as guards_of_returns
from tests.builders import (
    make_actual,
    make_comparator_value,
    make_download,
    make_feed_token,
    make_officer,
    make_plan,
    make_quarter,
    make_user,
)
from workbooks.saving import write_history

WRITERS, EACH = 5, 8


@pytest.fixture
def log(db):
    """A log with a few entries, which nobody touched."""
    write_now([Told(Deed.SIGNED_IN, "Signed in", make_user().pk)])
    for number in range(4):
        write_now([Told(Deed.CHANGED, f"deed {number}", details={"number": number})])
    return Entry.objects.told()


@contextmanager
def behind_the_databases_back():
    """As whoever can take the guards away."""
    with lifted([*guards(), *guards_of_returns()]):
        yield


def last() -> Entry:
    return Entry.objects.told().first()


# What is written ------------------------------------------------------------------------


def test_the_log_begins_by_saying_so(log):
    first = log.get(number=1)

    assert (first.number, first.deed, first.what) == (1, "log", "The log begins")
    assert verify().broken == ""
    assert verify().entries == 6


@pytest.mark.django_db
def test_a_change_is_told_with_who_and_which_row_of_the_history_shows_it(written):
    officer, plan = make_officer(), make_plan()
    with written():
        plan.theme = "Another"
        plan._history_user = officer
        plan.save()

    entry = last()
    assert (entry.deed, entry.what, entry.person) == ("changed", "Delivery plan changed", officer)
    assert entry.plans == f",{plan.slug},"
    ((label, its),) = json.loads(entry.details)["history"].items()
    assert label == "plans.HistoricalDeliveryPlan"
    assert its["rows"][0][:2] == [plan.history.first().pk, str(plan.pk)]
    assert verify().broken == ""


@pytest.mark.django_db
def test_a_figure_is_told_without_its_value(written):
    with written():
        make_actual(numerator=4, denominator=1777)

    entry = last()
    assert "1777" not in f"{entry.what}{entry.details}"
    assert "figure added" in entry.what.lower()
    assert verify().broken == ""


@pytest.mark.django_db
def test_a_change_of_people_is_told_as_one(written):
    person = make_user()
    with written():
        person.office = "officer"
        person.save()

    assert (last().deed, last().what) == ("people", "Person changed")


@pytest.mark.django_db
def test_a_file_taken_is_told_with_whose_view_it_is(written):
    with written():
        download = make_download(restricted=True)

    assert last().deed == "taken"
    assert last().person == download.by
    assert last().what == f"{download.file}, Officers’ view, contains small numbers"


@pytest.mark.django_db
def test_publishing_and_withdrawing_are_told(written):
    officer = make_officer()
    with written():
        release = Release.objects.create(quarter=make_quarter(), number=1, published_by=officer)
        Withdrawal.objects.create(release=release, by=officer, reason="The cohort was wrong")

    rounds = Entry.objects.filter(deed="round").order_by("number")
    words = list(rounds.values_list("what", "person"))
    assert words == [
        ("Release 1 of 2009/10 Q3 made", officer.pk),
        ("Release 1 of 2009/10 Q3 withdrawn", officer.pk),
    ]


@pytest.mark.django_db
def test_a_token_is_told_without_what_it_is(written):
    with written():
        make_feed_token(token="laa_secret")

    assert (last().deed, last().what) == ("token", "Token for feeds made, Public view")


@pytest.mark.django_db
def test_signing_in_failing_and_signing_out_are_told_and_what_was_typed_is_not(client, written):
    person = make_user(password="three odd words")
    with written():
        client.post("/accounts/login/", {"login": "my secret password", "password": "x"})
        client.post("/accounts/login/", {"login": person.email, "password": "wrong"})
        client.post("/accounts/login/", {"login": person.email, "password": "three odd words"})
        client.post("/accounts/logout/")

    told = Entry.objects.exclude(deed=Deed.LOG).order_by("number")
    assert list(told.values_list("deed", "what", "person")) == [
        ("sign-in failed", "No account of that name", None),
        ("sign-in failed", "Wrong password", person.pk),
        ("signed in", "Signed in", person.pk),
        ("signed out", "Signed out", person.pk),
    ]


def test_an_account_closed_after_too_many_tries_is_told_once_and_so_is_its_opening(client, written):
    person = make_user()
    with written():
        for _ in range(8):
            client.post("/accounts/login/", {"login": person.email, "password": "wrong"})
        page = client.get(one_time_link(person), follow=True)
        client.post(page.redirect_chain[-1][0], {"password1": "three odd words"})

    told = Entry.objects.filter(person=person.pk).order_by("number")
    assert list(told.exclude(what="Wrong password").values_list("deed", "what")) == [
        ("sign-in failed", "Too many tries: closed for 15 minutes"),
        ("secret", "Open again after too many tries, by a one-time link"),
        ("secret", "Password chosen by a one-time link"),
        ("signed in", "Signed in"),
    ]
    assert told.filter(what="Wrong password").count() == 5


@pytest.mark.django_db
def test_an_entry_carries_the_id_of_its_request(client, written):
    with written():
        answer = client.post("/accounts/login/", {"login": "nobody", "password": "x"})

    assert last().request == answer["X-Request-ID"]


@pytest.mark.django_db
def test_a_room_tells_what_no_row_of_its_own_says(written):
    officer = make_officer()
    with written():
        tell(Deed.BACKUP, "Backup written", by=officer, plans=["ni-99", "ni-101"], rows=3)

    entry = last()
    assert (entry.deed, entry.person, entry.plans) == ("backup", officer, ",ni-101,ni-99,")
    assert json.loads(entry.details) == {"rows": 3}


def test_what_is_rolled_back_is_not_told(log, written):
    with written(), transaction.atomic():
        make_user()
        transaction.set_rollback(True)

    assert log.count() == 6


# One order, and what it costs ------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_is_written_with_the_commit_of_what_was_done_in_two_queries():
    person = make_user()
    before = Entry.objects.count()

    with queries_of_the_log() as asked, transaction.atomic():
        for name in ("Ann", "Bea"):
            person.name = name
            person.save()
        assert Entry.objects.count() == before

    assert Entry.objects.count() == before + 1
    _, looked, written = (each for each in asked if "audit_" in each)
    assert (looked.split()[0], written.split()[0]) == ("SELECT", "INSERT")
    assert verify().broken == ""


@contextmanager
def queries_of_the_log():
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


@pytest.mark.django_db(transaction=True)
def test_of_many_writers_at_once_no_entry_is_lost_and_all_have_one_order():
    make_user()
    started = Barrier(WRITERS)

    def work(writer: int) -> None:
        started.wait()
        for number in range(EACH):
            with transaction.atomic():
                note(Told(Deed.CHANGED, f"{writer}/{number}"))
        connection.close()

    threads = [Thread(target=work, args=[each]) for each in range(WRITERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    told = list(Entry.objects.order_by("number").exclude(deed__in=["log", "people"]))
    assert {each.what for each in told} == {
        f"{writer}/{number}" for writer in range(WRITERS) for number in range(EACH)
    }
    for writer in range(WRITERS):
        own = [each.what for each in told if each.what.startswith(f"{writer}/")]
        assert own == sorted(own)
    assert verify().broken == ""


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_told_is_not_done(monkeypatch):
    plan = make_plan()
    monkeypatch.setattr(writing, "insert", fails)

    plan.theme = "Never told"
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.save()

    plan.refresh_from_db()
    assert plan.theme != "Never told"


def fails(*rows):
    raise ValueError("no room")


@pytest.mark.django_db(transaction=True)
def test_saved_outside_a_transaction_it_is_told_at_once():
    person = User.objects.create_user("ann@council.example")

    assert last().what == "Person added"
    assert last().plans == ""
    assert person.history.count() == 1


# The database keeps it -------------------------------------------------------------------


@pytest.mark.parametrize(
    "touch",
    [
        pytest.param(lambda log: log.filter(number=3).update(what="else"), id="a change"),
        pytest.param(lambda log: log.filter(number=3).delete(), id="a removal"),
        pytest.param(lambda log: Entry.objects.filter(number=HEAD).delete(), id="no head"),
        pytest.param(
            lambda log: Entry.objects.filter(number=HEAD).update(number=99), id="the head moved"
        ),
        pytest.param(
            lambda log: Entry.objects.bulk_create(
                [Entry(number=3, at=log.get(number=1).at, deed="log", what="over it")],
                update_conflicts=True, unique_fields=["number"], update_fields=["what"],
            ),
            id="written over",
        ),
    ],
)  # fmt: skip
def test_the_database_refuses(log, touch):
    with pytest.raises(IntegrityError, match=KEPT), transaction.atomic():
        touch(log)

    assert verify().broken == ""


# Touched in spite of that ----------------------------------------------------------------


def cut_off(log):
    log.filter(number__gt=4).delete()


def set_back(log):
    cut_off(log)
    end = log.first()
    Entry.objects.filter(number=HEAD).update(what="4", digest=end.link)


def exchanged(log):
    log.filter(number=3).update(number=99)
    log.filter(number=4).update(number=3)
    log.filter(number=99).update(number=4)


def put_in(log):
    copy = log.get(number=4)
    copy.number, copy.what = 7, "Never done"
    copy.save(force_insert=True)


def removed_and_closed_up(log):
    log.filter(number=3).delete()
    for number in (4, 5, 6):
        log.filter(number=number).update(number=number - 1)


TOUCHES = [
    (lambda log: log.filter(number=3).update(what="else"), "Entry 3 is not as it was written"),
    (lambda log: log.filter(number=2).update(person=None), "Entry 2 is not as it was written"),
    (
        lambda log: log.filter(number=3).update(at=log.get(number=1).at - timedelta(days=1)),
        "Entry 3 is not as it was written",
    ),
    (lambda log: log.filter(number=3).update(details=""), "Entry 3 is not as it was written"),
    (lambda log: log.filter(number=3).update(plans=",x,"), "Entry 3 is not as it was written"),
    (lambda log: log.filter(number=3).update(what="", person=None), "What entry 3 said is gone"),
    (lambda log: log.filter(number=3).delete(), "Entry 3 is missing"),
    (removed_and_closed_up, "Entry 3 is not as it was written"),
    (exchanged, "Entry 3 is not as it was written"),
    (put_in, "Entry 7 is not as it was written"),
    (cut_off, "The log ends after entry 4, and 6 were written: the last 2 were removed."),
    (set_back, "The head of the log is not as it was written"),
    (lambda log: Entry.objects.all().delete(), ""),
    (lambda log: Entry.objects.filter(number=HEAD).delete(), "The head of the log is missing"),
]


@pytest.mark.parametrize(("touch", "sentence"), TOUCHES[:12] + TOUCHES[13:])
def test_whatever_is_done_to_it_is_found_and_the_first_broken_place_told(log, touch, sentence):
    with behind_the_databases_back():
        touch(log)

    assert verify().broken.startswith(sentence)
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_audit", stdout=StringIO())


@pytest.mark.parametrize("touch", [cut_off, set_back, put_in])
def test_it_is_found_after_more_was_written_too(log, touch):
    with behind_the_databases_back():
        touch(log)
    if touch is put_in:
        with pytest.raises(IntegrityError, match=KEPT), transaction.atomic():
            write_now([Told(Deed.CHANGED, "later")])
        return
    write_now([Told(Deed.CHANGED, "later")])

    assert verify().broken != ""


def test_a_cut_off_end_is_not_covered_by_naming_a_key_that_nobody_has(log):
    with behind_the_databases_back():
        set_back(log)
        Entry.objects.filter(number=HEAD).update(key="0badc0de")
    write_now([Told(Deed.CHANGED, "later")])

    assert "made with a key that is not here (0badc0de)" in verify().broken


def test_a_log_taken_away_whole_is_found_by_the_head_that_was_told_before(log):
    told = StringIO()
    call_command("verify_audit", stdout=told)
    head = told.getvalue().splitlines()[0].partition("head ")[2]
    write_now([Told(Deed.CHANGED, "later")])
    assert verify(head).broken == ""

    with behind_the_databases_back():
        Entry.objects.all().delete()
    write_now([Told(Deed.CHANGED, "as if nothing had been")])

    assert verify().broken == ""
    assert verify(head).broken == (
        "The log does not hold entry 6 as it was when that head was told."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("touch", "sentence"),
    [
        (lambda rows: rows.update(numerator=5), "was changed after entry"),
        (lambda rows: rows.delete(), "was removed."),
        (
            lambda rows: rows.model.objects.bulk_create([copy_of(rows.first())]),
            "was put in: no entry tells of it.",
        ),
    ],
)
def test_a_history_that_was_touched_is_found_by_the_log(written, touch, sentence):
    write_now([Told(Deed.CHANGED, "so that the log has begun")])
    with written():
        make_actual(numerator=4, denominator=40)
    assert verify().broken == ""

    with behind_the_databases_back():
        touch(Actual.history.all())

    assert verify().broken.endswith(sentence) or sentence in verify().broken
    assert "historical figure" in verify().broken


def copy_of(row):
    row.pk = None
    return row


@pytest.fixture
def imported(db, written):
    """Three rows that one statement wrote into their history, as an import does."""
    officer, kept = make_officer(), [make_comparator_value(value=number) for number in range(3)]
    write_now([Told(Deed.CHANGED, "so that the log has begun")])
    with written():
        write_history(
            ComparatorValue, [each.pk for each in kept], "~",
            moment=timezone.now(), by=officer, why="import of figures.xlsx",
        )  # fmt: skip
    return ComparatorValue.history.filter(history_type="~")


def test_what_an_import_wrote_is_one_entry_and_proven_together(imported):
    entry = Entry.objects.told().first()

    assert entry.what == "3 comparators' figures changed"
    assert entry.person.is_officer
    assert verify().broken == ""


@pytest.mark.parametrize(
    ("touch", "sentence"),
    [
        (lambda rows: rows.filter(value=1).update(value=2), "were changed after it."),
        (lambda rows: rows.filter(value=1).delete(), "were 3 and are 2."),
        (
            lambda rows: rows.model.objects.bulk_create([copy_of(rows.first())]),
            "were 3 and are 4.",
        ),
    ],
)
def test_what_an_import_wrote_cannot_be_touched_unseen(imported, touch, sentence):
    with behind_the_databases_back():
        touch(imported)

    assert verify().broken.endswith(sentence)


# Keys -----------------------------------------------------------------------------------


def test_a_new_key_goes_on_where_the_old_one_is_still_known(log, settings):
    settings.LAA_AUDIT_OLD_KEYS = [settings.LAA_AUDIT_KEY]
    settings.LAA_AUDIT_KEY = "the next one"
    write_now([Told(Deed.CHANGED, "later")])

    assert verify().broken == ""
    assert log.count() == 7


def test_a_new_key_without_the_old_one_says_which_is_wanted(log, settings):
    old = settings.LAA_AUDIT_KEY
    settings.LAA_AUDIT_KEY = "the next one"
    write_now([Told(Deed.CHANGED, "later")])
    assert "Entry 1 was made with a key that is not here" in verify().broken

    settings.LAA_AUDIT_OLD_KEYS = [old]
    assert verify().broken == ""


# The command ----------------------------------------------------------------------------


def test_the_command_tells_how_many_entries_there_are_and_the_head(log):
    told = StringIO()

    call_command("verify_audit", stdout=told)

    end = Entry.objects.told().first()
    assert told.getvalue() == f"6 entries, head 6:{end.link}\nas written\n"


def test_the_command_refuses_a_head_that_is_none(log):
    with pytest.raises(CommandError, match="is no head"):
        call_command("verify_audit", "--head", "nonsense", stdout=StringIO())
