"""A table that was brought in the admin stands among the imports, and is undone there."""

import pytest
from django.urls import reverse

from indicators.models import Target
from tests import builders
from tests.admin.test_tables import TARGETS, bring, confirm, table
from workbooks.models import Import, ImportState

NEW = table(TARGETS, ("ni101", "2010-11", "", "17.8%", ""))


@pytest.fixture
def indicator(officer):
    builders.make_quarter("2009/10 Q3")
    return builders.make_annual_indicator(code="NI 101")


@pytest.fixture
def brought(office, indicator) -> Import:
    confirm(office, "indicators.Target", bring(office, "indicators.Target", NEW))
    return Import.objects.get()


def page_of(office, record, page="import-detail"):
    return office.get(reverse(page, args=[record.pk])).content.decode()


def test_it_is_kept_with_its_file_and_what_it_changed(brought, officer):
    assert (brought.name, brought.by, brought.state) == ("table.csv", officer, ImportState.SAVED)
    assert bytes(brought.content) == NEW.encode()
    assert brought.counts == [
        {"sheet": "Targets", "new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    ]
    [row] = brought.changes
    assert (row["kind"], row["row"]) == ("new", 2)
    assert row["key"] == [["Indicator", "NI 101"], ["Period", "2010/11"], ["From", "2009/10 Q3"]]
    assert ["Target", None, "17.8"] in row["fields"]


def test_it_is_listed_and_its_page_says_what_it_changed(office, brought):
    listed = office.get(reverse("imports")).content.decode()
    assert "table.csv" in listed
    page = page_of(office, brought)
    assert "Targets: 1 new, 0 changed" in page
    assert "), 2010/11, from 2009/10 Q3" in page
    assert "Undo this import" in page


def test_it_is_undone_as_one_change(office, brought):
    office.post(reverse("import-undo", args=[brought.pk]), {"reason": "The wrong file"})

    assert not Target.objects.exists()
    brought.refresh_from_db()
    assert brought.state == ImportState.UNDONE
    page = page_of(office, brought)
    assert "table.csv was undone" in page
    assert "Check this file again" not in page


def test_a_table_that_no_workbook_has_is_shown_too(office):
    builders.make_agreement(title="Earlier agreement", first_year="2005/06", last_year="2007/08")
    content = table(
        ("Agreement", "Area", "First year", "Last year"),
        ("Earlier agreement", "Worcestershire", "2005/06", "2006/07"),
    )
    confirm(office, "plans.Agreement", bring(office, "plans.Agreement", content))

    record = Import.objects.get()
    assert "Agreements: 0 new, 1 changed" in page_of(office, record)
    whole = office.get(reverse("import-changes", args=[record.pk, "agreements"]))
    assert "Earlier agreement" in whole.content.decode()


def test_dates_are_shown_as_dates(office, indicator):
    quarters = table(("Quarter", "Opens", "Due"), ("2010/11 Q1", "2010-07-01", "15 July 2010"))
    confirm(office, "periods.Quarter", bring(office, "periods.Quarter", quarters))

    assert "15 July 2010" in page_of(office, Import.objects.get())


def test_links_to_other_rows_go_with_it(office, indicator):
    action = builders.make_action()
    content = table(
        ("Plan", "Number", "Action", "Indicators fed"),
        (action.plan.reference, str(action.number), action.action, "NI 101"),
    )
    confirm(office, "plans.Action", bring(office, "plans.Action", content))
    assert [str(each.code) for each in action.indicators_fed.all()] == ["NI 101"]

    office.post(reverse("import-undo", args=[Import.objects.get().pk]), {"reason": "Not this one"})

    assert list(action.indicators_fed.all()) == []


def test_a_file_that_changes_nothing_or_is_refused_is_not_kept(office, indicator):
    builders.make_target(indicator=indicator, period="2010/11", value=15, from_quarter="2009/10 Q3")
    same = table(TARGETS, ("NI 101", "2010/11", "2009/10 Q3", "15", ""))
    confirm(office, "indicators.Target", bring(office, "indicators.Target", same))
    bring(office, "indicators.Target", table(TARGETS, ("NI 999", "2010/11", "", "15", "")))

    assert not Import.objects.exists()


def test_it_says_once_what_was_saved(office, indicator):
    done = confirm(office, "indicators.Target", bring(office, "indicators.Target", NEW))
    assert done.content.count(b"Saved: 1 new, 0 changed, 0 unchanged.") == 1
