"""The page that asks what is hidden further names all that publishing will hide, to the last."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Actual, Indicator
from periods.models import Quarter
from reports.disclosure.hiding import further_hidden, hidden_figures
from reports.disclosure.masking import Key
from reports.disclosure.readers import own_people
from reports.models import Release, ReleasedReport
from reports.reading.facts import facts_as_at
from reports.releases import publishing
from reports.releases.publishing import publish, withdraw
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"
CODES = ("LAC 60", "LAC 60a", "LAC 60b", "LAC 60c")


@pytest.fixture
def parts(officer, client):
    """LAC 60 is made of LAC 60a, LAC 60b and LAC 60c; an officer is signed in."""
    total = make_indicator(code=CODES[0], unit="number", counted_as="child")
    others = [
        make_indicator(
            code=code, unit="number", counted_as="child", part_of=total, broken_down_by="age"
        )
        for code in CODES[1:]
    ]
    make_plan(reference="NI 101", indicators=[total, *others])
    make_quarter(NOW, state="closed")
    client.force_login(officer)
    return [total, *others]


def report(indicators, *values):
    """What each of them is, in place of what was reported of it before; None says nothing is."""
    for indicator, value in zip(indicators, values, strict=True):
        Actual.objects.filter(indicator=indicator).delete()
        if value is not None:
            make_actual(
                indicator=indicator, period=NOW, value=Decimal(value),
                reported_in=Quarter.objects.get(label=NOW),
            )  # fmt: skip


def tell(officer, indicators, *values):
    """Publish it, and withdraw it."""
    report(indicators, *values)
    quarter = Quarter.objects.get(label=NOW)
    publish(quarter, by=officer, reason="Because")
    withdraw(quarter, by=officer, reason="To be corrected")


def page(client):
    return client.get(reverse("publish-quarter", args=["2009-q3"]))


def send(client, response, **choices):
    """Press the button of a page, with what it offers first where nothing else is chosen."""
    form = response.context["form"]
    offered = {name: form[name].initial or "on" for name in form.fields if name != "reason"}
    sent = {"reason": "Put right", "stamp": response.context["stamp"]} | offered | choices
    return client.post(reverse("publish-quarter", args=["2009-q3"]), sent)


def questions(response):
    """Of each question which figures can be chosen: their codes."""
    fields = response.context["form"].fields
    return [
        [label.partition(" for ")[0] for _, label in fields[name].choices]
        for name in fields
        if name.startswith("hide_")
    ]


def masked():
    kept = ReleasedReport.objects.filter(
        release=Release.objects.last(), key__startswith="masked/indicator/"
    )
    return {
        data["line"]["code"]
        for data in kept.values_list("data", flat=True)
        if data["line"]["actual"] and data["line"]["actual"]["masked"]
    }


@pytest.fixture
def follows(parts, officer):
    """33 was told; with LAC 60b hidden for that, 23 and 14 leave no more than 3 for LAC 60c."""
    tell(officer, parts, 33, 14, 12, 7)
    report(parts, 23, 14, 15, 4)
    return parts


def test_what_follows_from_what_is_hidden_is_asked_on_the_same_page(follows, client):
    response = page(client)

    assert questions(response) == [["LAC 60b"], ["LAC 60"]]
    last = response.context["form"].fields["hide_2"].help_text
    assert last.startswith("Once what is chosen above is hidden, this is still given away. LAC 60c")
    assert b"The last question follows from what is chosen before it." in response.content


def test_publishing_hides_what_was_named_and_nothing_else(follows, client):
    send(client, page(client))

    assert masked() == {"LAC 60", "LAC 60b", "LAC 60c"}
    assert {key.indicator for key in further_hidden()} == {follows[0].pk, follows[2].pk}


def test_nothing_is_said_of_what_follows_where_nothing_does(parts, client):
    report(parts, 30, 14, 12, 4)
    response = page(client)

    assert len(questions(response)) == 1
    assert b"follow" not in response.content.partition(b"<main")[2]


@pytest.fixture
def only_one_leads_on(parts, officer):
    """Where LAC 60 is hidden that is all; where LAC 60b is, more has to be."""
    tell(officer, parts, None, 11, 14, 4)
    tell(officer, parts, None, None, 14, 4)
    tell(officer, parts, 8, None, 5, 3)
    report(parts, 21, None, 18, 3)
    return parts


def test_whoever_chooses_otherwise_is_asked_what_follows_from_that(only_one_leads_on, client):
    first = page(client)
    assert questions(first) == [["LAC 60", "LAC 60b"]]
    other = first.context["form"].fields["hide_1"].choices[1][0]

    second = send(client, first, hide_1=other)

    assert Release.objects.count() == 3
    assert [*second.context["form"].errors] == ["hide_2"]
    assert len(questions(second)) == 2
    send(client, second, hide_1=other)

    assert Release.objects.count() == 4
    assert masked() == {"LAC 60", "LAC 60b", "LAC 60c"}


def test_what_no_question_is_asked_about_any_more_is_not_hidden(only_one_leads_on, client):
    first = page(client)
    marks = [mark for mark, _ in first.context["form"].fields["hide_1"].choices]

    send(client, first, hide_1=marks[0], hide_2=marks[1])

    assert masked() == {"LAC 60", "LAC 60c"}


def test_a_choice_that_what_is_chosen_above_does_not_lead_to_is_asked_again(
    only_one_leads_on, client
):
    first = page(client)
    other = first.context["form"].fields["hide_1"].choices[1][0]
    response = send(client, first, hide_1=other, hide_2=other)

    assert response.context["form"].errors["hide_2"] == [
        "What is chosen above leads to something else now: choose again."
    ]
    assert Release.objects.count() == 3


# What counted people before ----------------------------------------------------------------------


@pytest.fixture
def renamed(parts, officer):
    """LAC 60c was hidden, with LAC 60b for it; it counts visits by now."""
    tell(officer, parts, 30, 14, 12, 4)
    return call(parts[3], counted_as="visit")


def call(indicator, **values):
    """What was said of it is put right: the same indicator."""
    for name, value in values.items():
        setattr(indicator, name, value)
    indicator.full_clean()
    indicator.save()
    return indicator


def test_a_small_number_of_people_is_asked_about_when_it_counts_something_else(renamed, client):
    response = page(client)
    field = response.context["form"].fields[f"shown_{renamed.pk}"]

    assert field.label == "LAC 60c counts visits now. Are its small numbers shown?"
    assert field.help_text == (
        "It counted children when it was published last, and small numbers of children are "
        "hidden: LAC 60c for 2009/10 Quarter 3."
    )
    assert b"LAC 60c (children then, visits now)" in response.content
    assert response.context["idle"] == []


@pytest.mark.parametrize("values", [{"counted_as": "visit"}, {"unit": "days"}, {"unit": "£"}])
def test_it_stays_hidden_until_an_officer_says_otherwise(parts, officer, client, values):
    tell(officer, parts, 30, 14, 12, 4)
    before = masked()
    # Units could be changed once; now whoever changes one is told to make a new indicator.
    Indicator.objects.filter(pk=parts[3].pk).update(**values)
    send(client, page(client))

    assert masked() == before
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be looked at")
    assert f"shown_{parts[3].pk}" in page(client).context["form"].fields


def test_it_is_shown_once_an_officer_says_so_and_the_release_says_that(renamed, officer, client):
    send(client, page(client), **{f"shown_{renamed.pk}": "shown"})

    assert "LAC 60c" not in masked()
    assert Release.objects.last().rule["shown"] == [
        "LAC 60c counts visits now: it counted children."
    ]
    record = client.get(reverse("releases")).content.decode()
    assert "LAC 60c counts visits now: it counted children." in record
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be looked at")
    assert f"shown_{renamed.pk}" not in page(client).context["form"].fields


def test_what_a_withdrawn_release_hid_is_not_worked_out_though_it_is_another_number(
    renamed, parts, officer, client
):
    """The 30 of then, with the 14 and 12 that were told, would tell the 4 children of then."""
    report(parts, 30, 14, 9, 7)
    response = page(client)

    assert f"shown_{renamed.pk}" in response.context["form"].fields
    assert response.context["idle"] == []
    send(client, response)
    assert masked() == {"LAC 60", "LAC 60b"}


def test_what_counts_something_else_and_hid_nothing_is_not_asked_about(parts, officer, client):
    tell(officer, parts, 36, 14, 12, 10)
    call(parts[3], counted_as="visit")

    assert page(client).context["renamed"] == []


def test_what_never_was_published_as_of_people_is_not_asked_about(parts, client):
    report(parts, 30, 14, 12, 4)
    call(parts[3], counted_as="visit")
    send(client, page(client))

    assert masked() == set()


def test_releases_that_do_not_keep_what_was_counted_are_read_with_the_histories(
    parts, officer, client, monkeypatch
):
    kept = publishing.first_told

    def without(*given):
        return {name: each for name, each in kept(*given).items() if name != "counted"}

    monkeypatch.setattr(publishing, "first_told", without)
    tell(officer, parts, 30, 14, 12, 4)
    call(parts[3], counted_as="visit")

    assert f"shown_{parts[3].pk}" in page(client).context["form"].fields
    call(parts[3], counted_as="child")
    assert page(client).context["renamed"] == []


def test_the_view_before_publication_hides_what_counted_people(renamed):
    facts = facts_as_at(NOW)

    assert Key(renamed.pk, NOW, NOW) in hidden_figures(facts, own_people())
