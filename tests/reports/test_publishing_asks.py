"""The page that asks what is hidden further names all that publishing will hide, to the last."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Actual
from periods.models import Quarter
from reports.disclosure.hiding import further_hidden
from reports.models import Release, ReleasedReport
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
        make_indicator(code=code, unit="number", counted_as="child", part_of=total)
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
    offered = {name: form[name].initial for name in form.fields if name.startswith("hide_")}
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
