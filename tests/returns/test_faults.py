"""Whatever happens while somebody writes ends with a sentence, and nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from plans.models import PlanPerson
from reports.models import Release
from returns.handing_in import hand_in
from returns.models import Draft, ReturnEvent
from returns.rounds import close_quarter, lock_returns
from returns.services import recall
from tests import builders
from tests.returns.browser import boxes, post, problems, send
from tests.returns.house import FIGURE, Q3, House, client_of

pytestmark = pytest.mark.django_db
WORDS = "Two moved school in March; the tutors come weekly."
PASSWORD = "three odd words"
TYPED = {
    "figures": {f"{FIGURE}-why": WORDS},
    "actions": {"action-1-commentary": WORDS},
    "risks": {"risk-1-commentary": WORDS},
    "summary": {"summary-summary": WORDS},
}


def page_of(house: House, part: str) -> str:
    return house.figure if part == "figures" else house.at(part)


def written(client: Client, house: House, part: str = "summary") -> dict[str, str]:
    """What a page would send on which somebody wrote."""
    return boxes(client.get(page_of(house, part))) | TYPED[part]


def sign_out(client: Client) -> None:
    """The session comes to its end; the browser does not know."""
    Session.objects.all().delete()


def sign_in(client: Client, person, address: str):
    person.set_password(PASSWORD)
    person.save()
    return client.post(
        f"/accounts/login/?next={address}", {"login": person.email, "password": PASSWORD}
    )


def html(response) -> str:
    return response.content.decode()


# The session expired ----------------------------------------------------------------------------


@pytest.mark.parametrize("part", TYPED)
def test_what_was_typed_is_there_and_saved_after_signing_in_again(house, manager, part):
    page = page_of(house, part)
    sent = written(manager, house, part)
    sign_out(manager)

    asked = post(manager, page, sent)
    assert asked["Location"] == f"/accounts/login/?next={page}"
    assert not Draft.objects.exists()
    assert sign_in(manager, house.manager, page)["Location"] == page
    again = manager.get(page)

    assert "You had been signed out." in html(again)
    assert boxes(again) | TYPED[part] == boxes(again)
    assert Draft.objects.get().by == house.manager
    assert "You had been signed out." not in html(manager.get(page))


def test_two_pages_typed_into_while_signed_out_are_both_kept(house, manager):
    sent = {part: written(manager, house, part) for part in ("actions", "summary")}
    sign_out(manager)
    for part, each in sent.items():
        post(manager, page_of(house, part), each)

    sign_in(manager, house.manager, house.address)
    for part in sent:
        manager.get(page_of(house, part))

    assert {each.about for each in Draft.objects.all()} == {"action-1", "summary"}


def test_somebody_else_who_signs_in_there_does_not_see_it(house, manager):
    sent = written(manager, house)
    sign_out(manager)
    post(manager, house.at("summary"), sent)

    sign_in(manager, house.lead, house.at("summary"))

    assert WORDS not in html(manager.get(house.at("summary")))
    assert not Draft.objects.exists()


def test_a_page_that_somebody_else_opened_is_not_saved_in_the_name_of_who_is_here_now(
    house, manager
):
    sent = written(manager, house)
    sign_out(manager)
    manager.force_login(house.lead)

    refused = post(manager, house.at("summary"), sent)

    assert refused.status_code == 403
    assert "This page was opened by somebody else" in html(refused)
    assert WORDS in html(refused)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("stamp", ["", "made up", "WzEsMV0:1xVgE2:nonsense"])
def test_without_a_stamp_of_ours_nothing_is_kept(house, manager, stamp):
    sent = written(manager, house) | {"stamp": stamp}
    sign_out(manager)

    post(manager, house.at("summary"), sent)

    assert not Session.objects.exists()


def test_a_quarter_closed_before_somebody_signed_in_again_gives_the_words_back(house, manager):
    sent = written(manager, house)
    sign_out(manager)
    post(manager, house.at("summary"), sent)
    builders.make_quarter(Q3, state="closed")

    sign_in(manager, house.manager, house.at("summary"))
    back = manager.get(house.at("summary"))

    assert back.status_code == 409
    assert WORDS in html(back)


def test_signing_in_again_elsewhere_leaves_an_open_page_to_be_saved(house):
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.manager)
    opened = client.get(house.at("summary"))
    token = opened.context["csrf_token"]
    sent = boxes(opened) | TYPED["summary"] | {"csrfmiddlewaretoken": str(token)}
    client.cookies["laa_csrf"] = "a" * 32  # as another window's signing in leaves it

    asked = post(client, house.at("summary"), sent)

    assert asked.status_code == 403
    assert "Save it now" in html(asked)
    assert WORDS in html(asked)
    assert not Draft.objects.exists()
    confirmed = boxes(asked) | {"csrfmiddlewaretoken": str(asked.context["csrf_token"])}
    assert post(client, house.at("summary"), confirmed).status_code == 302
    assert Draft.objects.get().typed["summary"] == WORDS


def test_a_form_from_elsewhere_is_refused_as_ever(house):
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.manager)

    refused = post(client, house.at("summary"), {"summary-version": "0", **TYPED["summary"]})

    assert refused.status_code == 403
    assert "The page was open too long" in html(refused)
    assert "Save it now" not in html(refused)


# What changes while somebody writes -------------------------------------------------------------


def close(house):
    builders.make_quarter(Q3, state="closed")


def publish(house):
    lock_returns(house.round, by=house.officer)
    builders.set_state(Q3, "published")


def unassign(house):
    PlanPerson.objects.filter(user=house.manager).delete()


def submit_meanwhile(house):
    house.hand_in(by=house.lead)


CHANGES = [
    pytest.param(close, 409, "only performance officers can still change", id="closed"),
    pytest.param(publish, 409, "is published, so its returns are locked", id="published"),
    pytest.param(unassign, 403, "You no longer have a part in this plan", id="unassigned"),
    pytest.param(submit_meanwhile, 409, "This return is submitted", id="submitted"),
]


@pytest.mark.parametrize("part", ["figures", "summary"])
@pytest.mark.parametrize(("change", "status", "sentence"), CHANGES)
def test_what_can_no_longer_be_saved_is_given_back_with_the_reason(
    house, manager, change, status, sentence, part
):
    sent = written(manager, house, part)
    change(house)

    back = post(manager, page_of(house, part), sent)

    assert back.status_code == status
    assert sentence in html(back)
    assert WORDS in html(back)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("change", "status", "sentence"), CHANGES)
def test_a_page_that_saves_itself_is_told_the_same(house, manager, change, status, sentence):
    sent = written(manager, house)
    change(house)

    told = post(manager, house.at("summary"), sent, draft=True)

    assert told.status_code == status
    assert sentence in told.json()["sentence"]


def test_a_page_that_saves_itself_is_told_that_somebody_is_signed_out(house, manager):
    sent = written(manager, house)
    sign_out(manager)

    told = post(manager, house.at("summary"), sent, draft=True)

    assert told.status_code == 401
    assert told.json()["sentence"].startswith("Not saved yet: you were signed out.")


def test_a_page_that_saves_itself_is_told_of_an_old_token(house):
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.manager)

    told = post(client, house.at("summary"), written(client, house), draft=True)

    assert told.status_code == 403
    assert told.json()["sentence"].startswith("Not saved yet: you signed in again")


def test_a_page_that_saves_itself_is_told_of_a_clash_and_keeps_what_it_had_seen(
    house, manager, lead
):
    page = house.at("summary")
    mine = written(manager, house)
    send(lead, page, {"summary-summary": "Theirs."}, then="later")

    told = post(manager, page, mine, draft=True)

    assert told.status_code == 409
    assert told.json()["sentence"].startswith("Somebody else changed the same answer")
    assert Draft.objects.get().typed["summary"] == "Theirs."
    assert problems(post(manager, page, mine))[0].startswith("Somebody else changed")


def test_a_page_that_saves_itself_goes_on_from_what_it_saved(house, manager):
    page = house.at("summary")
    sent = written(manager, house)

    for words in ("One.", "One. Two.", "One. Two. Three."):
        told = post(manager, page, sent | {"summary-summary": words}, draft=True)
        assert told.status_code == 200
        assert told.json()["saved"].startswith("Saved at ")
        sent |= {f"{about}-version": seen for about, seen in told.json()["versions"].items()}

    assert Draft.objects.get().typed["summary"] == "One. Two. Three."
    assert Draft.objects.get().version == 3


def test_an_emptied_proposal_may_be_written_again_on_the_same_page(house, manager):
    page = house.at("risks")
    sent = boxes(manager.get(page))
    box = next(name for name in sent if name.startswith("new-risk-") and name.endswith("-risk"))

    for words in ("Flu", "", "Snow"):
        told = post(manager, page, sent | {box: words}, draft=True)
        assert told.status_code == 200
        sent |= {f"{about}-version": seen for about, seen in told.json()["versions"].items()}

    assert Draft.objects.get().typed["risk"] == "Snow"


# Twice, and back --------------------------------------------------------------------------------


def test_the_same_page_in_two_tabs_of_one_person_is_not_overwritten_unseen(house, manager):
    page = house.at("summary")
    first, second = written(manager, house), written(manager, house)
    post(manager, page, first | {"summary-summary": "In the first tab."})

    clash = post(manager, page, second | {"summary-summary": "In the second tab."})

    assert "In the first tab." in html(clash)
    assert boxes(clash)["summary-summary"] == "In the second tab."


def test_an_answer_that_never_came_back_is_sent_again_and_saved_once(house, manager):
    sent = written(manager, house)

    for _ in range(3):
        assert post(manager, house.at("summary"), sent).status_code == 302

    assert Draft.objects.get().version == 1


def test_submitting_again_after_a_lost_answer_or_the_back_button_submits_once(house, manager):
    house.type_all()

    for _ in range(3):
        done = manager.post(house.at("check"))
        assert done["Location"] == house.at("submitted")

    assert ReturnEvent.objects.filter(step="submitted").count() == 1
    back = manager.get(house.at("check"))
    assert "Submit the return" not in html(back)
    assert "All answers" in html(back)


def test_what_is_sent_from_an_old_page_after_recalling_clashes_instead_of_overwriting(
    house, manager
):
    sent = written(manager, house) | {"summary-summary": "From an old page."}
    house.hand_in(summary={"summary": "What was handed in."})
    recall(house.ours, by=house.manager)

    clash = post(manager, house.at("summary"), sent)

    assert "What was handed in." in html(clash)
    assert not Draft.objects.exists()


# What no browser sends --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        pytest.param("x" * 50_000, "x" * 50_000, id="50,000 characters"),
        pytest.param("before\0after", "before\ufffdafter", id="a null"),
        pytest.param("𝔘𝔫𝔦 🎓 \u202e txt", "𝔘𝔫𝔦 🎓 \u202e txt", id="beyond the plane"),
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="a script"),
    ],
)
def test_any_text_is_shown_again_as_it_was_typed(house, manager, words, kept):
    told = send(manager, house.at("summary"), {"summary-summary": words})

    again = boxes(told if told.status_code == 200 else manager.get(house.at("summary")))
    assert again["summary-summary"] == kept


def test_half_a_character_is_no_error(house, manager):
    body = "--x\r\nContent-Disposition: form-data; name=%s\r\n\r\n%s\r\n"
    sent = body % ('"summary-version"', "0") + body % ('"summary-summary"', "a\\ud800b") + "--x--"

    told = manager.generic(
        "POST", house.at("summary"), sent,
        content_type="multipart/form-data; boundary=x; charset=unicode_escape",
    )  # fmt: skip

    assert told.status_code in (302, 400)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"summary-summary": WORDS}, id="no version"),
        pytest.param(
            {"summary-version": "9" * 5000, "summary-summary": WORDS}, id="a long version"
        ),
        pytest.param({"summary-version": "-1~~", "summary-summary": WORDS}, id="less than none"),
        pytest.param({"summary-version": "٣", "summary-summary": WORDS}, id="another script"),
        pytest.param({"action-1-version": "0", "action-1-status": "on track"}, id="of elsewhere"),
        pytest.param(
            {"new-action-" + "x" * 900 + "-version": "0", "new-action-x-action": "?"}, id="hostile"
        ),
        pytest.param({"then": "nowhere", "stamp": "1"}, id="nowhere to go"),
    ],
)
def test_what_no_page_of_ours_sends_is_answered_all_the_same(house, manager, sent):
    for page in house.pages:
        assert post(manager, page, sent).status_code in (200, 302, 409)

    assert not Draft.objects.exclude(about__in=["summary", "action-1"]).exists()


@pytest.mark.parametrize(("fields", "status"), [(1_990, 200), (2_001, 400)])
def test_thousands_of_boxes_are_answered(house, manager, fields, status):
    sent = {f"action-1-{number}": "x" for number in range(fields)} | {"action-1-version": "0~~"}

    assert post(manager, house.at("actions"), sent).status_code == status
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "about",
    ["new-action-", "new-action-1", "new-action-ZZZZZZZZZZZZ", "new-action-0123456789ab-x",
     "new-ghost-0123456789ab", "new-risk-../../etc", "new-action-0123456789abc"],
)  # fmt: skip
def test_a_proposal_has_a_name_that_we_gave(house, manager, about):
    sent = {f"{about}-version": "0~~", f"{about}-action": "Take over", f"{about}-risk": "All"}

    for part in ("actions", "risks"):
        assert post(manager, house.at(part), sent).status_code in (200, 302)

    assert all(len(each.about) <= 30 for each in Draft.objects.all())
    assert not Draft.objects.filter(about=about).exists()


@pytest.mark.parametrize("about", ["nonsense", "ni-999.2008-09", "ni-101.1999-00", "ni-101.", "."])
def test_a_figure_that_nobody_asks_for_is_not_there(house, manager, about):
    for method in (manager.get, manager.post):
        assert method(f"{house.address}figures/{about}/").status_code == 404


def test_a_hand_in_that_fails_half_way_leaves_everything_as_it_was(house, manager, monkeypatch):
    house.type_all()
    drafts = set(Draft.objects.values_list("about", "version"))

    def fail(*args, **kwargs):
        raise RuntimeError("the server was killed")

    monkeypatch.setattr("returns.handing_in.submit", fail)
    with pytest.raises(RuntimeError):
        hand_in(house.ours, by=house.manager)

    assert set(Draft.objects.values_list("about", "version")) == drafts
    assert not house.action.updates.filter(quarter=Q3).exists()
    assert client_of(house.manager).get(house.at("check")).status_code == 200


# A step on which somebody wrote why -------------------------------------------------------------


def test_why_a_return_is_sent_back_is_there_after_signing_in_again(house, officer):
    house.hand_in()
    page = house.at("send-back")
    said = {"reason": WORDS, "sections": ["figures", "risks"]}
    opened = boxes(officer.get(page))
    sign_out(officer)

    officer.post(page, opened | said)
    sign_in(officer, house.officer, page)
    again = officer.get(page)

    assert house.ours.events.last().step == "submitted"
    assert "nothing was done yet" in html(again)
    assert WORDS in html(again)
    assert html(again).count(" checked") == 2
    officer.post(page, boxes(again) | said)
    assert house.ours.events.last().step == "sent back"
    assert house.ours.events.last().reason == WORDS


def test_why_a_quarter_is_published_with_gaps_is_there_after_signing_in_again(house, officer):
    close_quarter(house.ours.quarter, by=house.officer)
    page = "/quarters/2009-q3/publish/"
    opened = boxes(officer.get(page))
    sign_out(officer)

    officer.post(page, opened | {"reason": WORDS})
    sign_in(officer, house.officer, page)
    again = officer.get(page)

    assert WORDS in html(again)
    assert not Release.objects.exists()


def test_why_a_return_is_sent_back_is_kept_where_the_token_is_an_old_one(house):
    house.hand_in()
    officer = Client(enforce_csrf_checks=True)
    officer.force_login(house.officer)
    sent = boxes(officer.get(house.at("send-back"))) | {"reason": WORDS, "sections": "figures"}

    refused = officer.post(house.at("send-back"), sent | {"csrfmiddlewaretoken": "x" * 64})

    assert refused.status_code == 403
    assert WORDS in html(refused)
