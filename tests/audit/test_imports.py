"""What imports write, however many rows, is told in the log and proven by it."""

import pytest

from audit.models import Entry
from audit.verifying import verify
from tests.builders import make_entry, make_quarter
from tests.workbooks.books import INDICATORS, PLANS, bring_with
from workbooks.undoing import undo

pytestmark = pytest.mark.django_db


def test_an_import_and_its_undoing_are_told_and_proven(written):
    make_quarter()
    make_entry(what="so that the log has begun before")
    with written():
        record = bring_with(
            {"reason": "Because"},
            Plans=PLANS,
            Indicators=INDICATORS,
        ).record
    assert verify().broken == ""
    with written():
        undo(record.pk, by=None, reason="A mistake")
    assert verify().broken == ""

    told = [each.what for each in Entry.objects.filter(deed="import").order_by("number")]
    assert told == [f"File {record.pk} saved", f"File {record.pk} undone"]
    changes = [each.what for each in Entry.objects.filter(deed="changed").order_by("number")[1:]]
    assert len(changes) == 2
    assert "added" in changes[0]
    assert "removed" in changes[1]
