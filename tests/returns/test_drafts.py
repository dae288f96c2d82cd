"""What is typed is kept as it was typed, and nobody overwrites what they have not seen."""

import pytest
from django.test import Client

from indicators.models import Actual
from plans.models import ActionUpdate
from returns.models import Draft, Return
from returns.rounds import lock_returns, open_quarter
from returns.services import recall, send_back
from tests import builders
from tests.returns.browser import boxes, post, problems, send
from tests.returns.house import FIGURE, Q3, House, client_of

pytestmark = pytest.mark.django_db
CLASH = "Somebody else changed the same answer while you typed."


def typed(house: House, about: str = "action-1") -> dict:
    return Draft.objects.get(owner=house.ours, about=about).typed


def on_track(words: str) -> dict[str, str]:
    return {"action-1-status": "on track", "action-1-commentary": words}


def test_what_is_typed_right_or_wrong_is_there_again_as_it_was_typed(house, manager):
    wrong = {f"{FIGURE}-numerator": "½", f"{FIGURE}-why": "  Two\r\n\r\n<moved> & left  "}

    send(manager, house.figure, wrong, then="later")

    again = boxes(manager.get(house.figure))
    assert again[f"{FIGURE}-numerator"] == "½"
    assert again[f"{FIGURE}-why"].splitlines() == ["  Two", "", "<moved> & left  "]


def test_opening_a_page_and_leaving_it_keeps_nothing(house, manager):
    for page in house.pages:
        manager.get(page)
        send(manager, page, then="later")

    assert not Draft.objects.exists()
    assert not Return.objects.exists()


def test_two_people_see_each_others_answer_before_either_overwrites_it(house, manager, lead):
    page = house.at("actions")
    mine = boxes(manager.get(page)) | on_track("Mine.")
    theirs = boxes(lead.get(page)) | on_track("Theirs.")
    assert post(lead, page, theirs).status_code in (200, 302)

    clash = post(manager, page, mine)

    assert clash.status_code == 409
    assert problems(clash)[0].startswith(CLASH)
    html = clash.content.decode()
    assert house.lead.name in html
    assert "Theirs." in html
    assert boxes(clash)["action-1-commentary"] == "Mine."
    assert typed(house)["commentary"] == "Theirs."

    post(manager, page, boxes(clash))

    assert typed(house)["commentary"] == "Mine."
    assert Draft.objects.get(about="action-1").by == house.manager


def test_the_same_words_again_are_no_change(house, manager, lead):
    page = house.at("actions")
    sent = boxes(manager.get(page)) | on_track("All in place.")

    for client in (manager, manager, lead):
        assert not any(CLASH in each for each in problems(post(client, page, sent)))

    draft = Draft.objects.get(about="action-1")
    assert (draft.version, draft.by) == (1, house.manager)


def test_two_people_at_different_questions_never_clash(house, manager, lead):
    page = house.at("actions")
    mine = boxes(manager.get(page)) | on_track("Mine.")
    theirs = boxes(lead.get(page)) | {"milestone-1.1-how": "not yet"}

    for client, sent in ((manager, mine), (lead, theirs)):
        assert not any(CLASH in each for each in problems(post(client, page, sent)))

    assert (typed(house)["commentary"], typed(house, "milestone-1.1")["how"]) == (
        "Mine.", "not yet",
    )  # fmt: skip


def test_an_answer_that_is_emptied_is_as_if_it_had_never_been_typed(house, manager):
    page = house.at("actions")
    send(manager, page, {"action-1-commentary": "Wrong place"}, then="later")

    send(manager, page, {"action-1-commentary": "", "nothing-actions-nothing": "on"}, then="later")

    assert not Draft.objects.filter(about="action-1").exists()


def test_an_answer_emptied_by_one_is_not_lost_to_another_who_writes_it(house, manager, lead):
    page = house.at("actions")
    send(manager, page, {"action-1-commentary": "Half a"}, then="later")
    stale = boxes(lead.get(page)) | {"action-1-commentary": ""}
    send(manager, page, on_track("Half a sentence."), then="later")

    clash = post(lead, page, stale)

    assert problems(clash)[0].startswith(CLASH)
    assert typed(house)["commentary"] == "Half a sentence."


# The record moves on ----------------------------------------------------------------------------


def test_a_record_changed_elsewhere_is_told_and_overwritten_only_knowingly(house, manager):
    house.hand_in()
    recall(house.ours, by=house.manager)
    page = house.at("actions")
    send(manager, page, on_track("From the manager."), then="later")
    update = ActionUpdate.objects.get(quarter=Q3)
    update.commentary = "From the officer."
    update.save()

    check = manager.get(house.at("check")).content.decode()
    assert "The record was changed elsewhere since you began this answer." in check
    refused = manager.post(house.at("check"))
    assert any("ction 1" in each for each in problems(refused))

    opened = manager.get(page)
    assert "From the officer." in opened.content.decode()
    assert boxes(opened)["action-1-commentary"] == "From the manager."
    post(manager, page, boxes(opened))
    manager.post(house.at("check"))

    update.refresh_from_db()
    assert update.commentary == "From the manager."


def test_a_page_opened_before_the_record_changed_does_not_overwrite_it(house, manager):
    house.hand_in()
    recall(house.ours, by=house.manager)
    page = house.at("actions")
    sent = boxes(manager.get(page)) | on_track("From an old page.")
    update = ActionUpdate.objects.get(quarter=Q3)
    update.commentary = "From the officer."
    update.save()

    clash = post(manager, page, sent)

    assert problems(clash)[0].startswith(CLASH)
    assert "From the officer." in clash.content.decode()
    assert not Draft.objects.filter(about="action-1").exists()
    post(manager, page, boxes(clash))
    assert typed(house)["commentary"] == "From an old page."


def test_a_summary_handed_in_meanwhile_is_seen_before_it_is_overwritten(house, manager, lead):
    page = house.at("summary")
    mine = boxes(manager.get(page)) | {"summary-summary": "Mine."}
    house.hand_in(by=house.lead, summary={"summary": "Theirs."})
    recall(house.ours, by=house.lead)

    clash = post(manager, page, mine)

    assert problems(clash)[0].startswith(CLASH)
    assert "Theirs." in clash.content.decode()


# What was never signed off ----------------------------------------------------------------------


def test_a_return_never_signed_off_is_offered_in_the_next(house, settings, manager: Client):
    house.hand_in(summary={"summary": "Half done."})
    settings.LAA_TODAY = settings.LAA_TODAY.replace(month=4)
    send_back(house.ours, by=house.lead, reason="Which tutors?", sections=["actions"])
    builders.make_quarter(Q3, state="closed")
    lock_returns(house.round, by=house.officer)
    builders.set_state(Q3, "published")
    later = builders.make_quarter("2009/10 Q4", state="not opened", due="2010-04-15")
    open_quarter(later, by=house.officer)
    page = f"/returns/{house.plan.slug}/2009-q4/summary/"

    shown = manager.get(page)

    assert boxes(shown)["summary-summary"] == "Half done."
    assert not Return.objects.filter(quarter=later).exists()
    post(manager, page, boxes(shown) | {"summary-summary": "Done by now."})
    ours = Return.objects.get(quarter=later)
    assert ours.drafts.get(about="summary").typed == {"summary": "Done by now."}
    assert ours.drafts.get(about="action-1").typed["status"] == "on track"
    assert not Actual.objects.filter(reported_in=Q3).exists()


@pytest.mark.parametrize(
    "about",
    ["action-99", "milestone-9.9", "risk-7", "ni-999.2008-09", "ni-101.1999-00", "nonsense",
     "new-ghost-0123456789ab", "dependency-999999"],
)  # fmt: skip
def test_a_draft_of_what_is_not_asked_any_more_does_no_harm(house, manager, about):
    house.type_all()
    Draft.objects.create(owner=house.ours, about=about, typed={"x": "y"}, by=house.manager)

    for page in (house.address, house.at("check"), house.at("figures"), *house.pages):
        assert manager.get(page).status_code == 200
    assert client_of(house.manager).post(house.at("check")).status_code == 302
