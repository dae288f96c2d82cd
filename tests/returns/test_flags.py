"""Flags: what is to be followed up stands where it is read, until somebody settles it."""

import pytest
from django.utils import timezone

from accounts.deeds import done
from returns.flags import open_flags, put_flag, settle
from returns.handing_in import approve
from returns.models import Draft, Flag, ReturnEvent
from returns.questions import Questionnaire
from returns.services import return_of
from returns.workflow import NotAllowed, Step
from tests import builders
from tests.returns.browser import boxes, problems, send
from tests.returns.browsing import words
from tests.returns.house import FIGURE, client_of

pytestmark = pytest.mark.django_db
NOTE = "Ask the college for its dates."
MORE = {"note": "Never mind."}


def address(house, about="action-1") -> str:
    return f"{house.at('flag')}{about}/"


def flagged(house, about="action-1", note=NOTE, by=None) -> Flag:
    question = Questionnaire(house.ours).named(about)
    return put_flag(house.ours, question, note, by=by or house.manager)


def test_a_button_beside_a_thing_keeps_what_was_typed_and_leads_to_its_flag(house, manager):
    typed = {"action-1-commentary": "Half done."}
    sent = send(manager, house.at("actions"), typed, then="flag action-1")

    assert sent["Location"] == address(house)
    assert Draft.objects.get(about="action-1").typed["commentary"] == "Half done."


@pytest.mark.parametrize("then", ["flag ../../x", "flag", "flag http://elsewhere"])
def test_no_button_leads_elsewhere(house, manager, then):
    sent = send(manager, house.at("actions"), {"action-1-commentary": "x"}, then=then)

    assert sent.status_code == 200


def test_a_flag_is_read_on_the_task_list_the_check_and_the_sign_off(house, manager, officer):
    house.hand_in()
    manager.post(address(house), {"note": NOTE})

    for client, page in (
        (manager, house.address),
        (manager, house.at("check")),
        (officer, house.at("sign-off")),
    ):
        assert f"Action 1 : {NOTE}" in words(client.get(page)), page
    assert Flag.objects.get().by == house.manager


def test_a_figure_and_a_correction_can_be_flagged(house, manager):
    builders.make_actual(indicator=house.indicator, period="2007/08", numerator=1, denominator=42)

    for about in (FIGURE, f"{house.indicator.slug}.2007-08"):
        manager.post(address(house, about), {"note": NOTE})

    assert {each.about for each in Flag.objects.all()} == {FIGURE, "ni-101.2007-08"}


@pytest.mark.parametrize("about", ["summary", "nothing-risks", "new-risk-000000000000", "no-such"])
def test_what_is_no_thing_of_the_return_cannot_be_flagged(house, manager, about):
    assert manager.get(address(house, about)).status_code == 404
    assert manager.post(address(house, about), {"note": NOTE}).status_code == 404


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        pytest.param("  ", "Say what is to be followed up.", id="nothing"),
        pytest.param("x" * 2_001, "This is longer than 2,000 characters: shorten it.", id="much"),
    ],
)
def test_a_flag_that_says_nothing_or_too_much_is_refused_and_stays_in_the_form(
    house, manager, note, sentence
):
    told = manager.post(address(house), {"note": note})

    assert problems(told) == [sentence]
    assert boxes(told)["note"].strip() == note.strip()
    assert not Flag.objects.exists()


def test_pressing_twice_flags_once(house):
    flagged(house)
    flagged(house)

    assert Flag.objects.count() == 1


def test_nobody_writes_over_what_somebody_else_wrote(house, manager, officer):
    officer.post(address(house), {"note": NOTE})
    manager.post(address(house), {"note": "Nothing to see."})

    for place in (house.address, address(house)):
        shown = words(officer.get(place))
        assert NOTE in shown, place
        assert "Nothing to see." in shown, place
    by = {each.note: each.by for each in Flag.objects.all()}
    assert by == {NOTE: house.officer, "Nothing to see.": house.manager}


def test_what_was_settled_is_still_read_at_its_thing_with_who_settled_it(house, manager, officer):
    officer.post(address(house), {"note": NOTE})
    manager.post(address(house), {"what": "settle"})

    shown = words(officer.get(address(house)))
    assert NOTE in shown
    assert f"Settled by {house.manager}" in shown
    assert "It is followed up" not in shown


@pytest.mark.parametrize("who", ["manager", "lead"])
@pytest.mark.parametrize(
    ("sent", "published"),
    [(MORE, False), (MORE, True), ({"what": "settle"}, False)],
    ids=str,
)
def test_only_officers_write_flags_of_what_is_signed_off_or_settle_them_before_publication(
    house, officer, who, sent, published
):
    flagged(house, by=house.officer)
    house.hand_in()
    approve(house.ours, by=house.lead)
    if published:
        publish_quarter(house)

    client = client_of(getattr(house, who))
    told = client.post(address(house), sent, follow=True)

    assert "only performance officers can still flag something in it" in words(told)
    assert ("It is followed up" in words(client.get(address(house)))) is published
    assert [(each.note, each.settled_by) for each in Flag.objects.all()] == [(NOTE, None)]
    officer.post(address(house), sent)
    assert Flag.objects.filter(note="Never mind.").exists() or not open_flags(house.ours)


@pytest.mark.parametrize("who", ["manager", "lead", "officer"])
def test_a_flag_of_a_return_that_was_published_since_is_settled_by_the_plans_people_too(
    house, told, who
):
    flagged(house, by=house.officer)
    house.hand_in()
    approve(house.ours, by=house.lead)
    publish_quarter(house)
    person = getattr(house, who)
    client = client_of(person)
    assert "It is followed up" in words(client.get(address(house)))
    told.clear()

    client.post(address(house), {"what": "settle"})

    assert Flag.objects.get().settled_by == person
    assert told == [("Return of NI 101 for 2009/10 Q3: flag at action-1 settled", person)]
    shown = words(client.get(address(house)))
    assert f"Settled by {person}" in shown
    assert "It is followed up" not in shown


def test_nobody_settles_a_flag_of_another_plan(house):
    flagged(house)
    house.hand_in()
    approve(house.ours, by=house.lead)
    publish_quarter(house)
    stranger = client_of(builders.make_user(email="other@council.example"))

    assert stranger.post(address(house), {"what": "settle"}).status_code == 404
    with pytest.raises(NotAllowed):
        settle(house.ours, "action-1", by=builders.make_user(email="another@council.example"))
    assert Flag.objects.get().settled_at is None


def publish_quarter(house) -> None:
    ReturnEvent.objects.create(owner=house.ours, step=Step.PUBLISHED, by=house.officer)


def test_the_log_is_told_of_every_flag_and_of_its_settling(house, told):
    flagged(house, by=house.officer)
    flagged(house, note="Nothing to see.")
    settle(house.ours, "action-1", by=house.manager)
    settle(house.ours, "action-1", by=house.officer)

    of = "Return of NI 101 for 2009/10 Q3: "
    assert told == [
        (f"{of}action-1 flagged", house.officer),
        (f"{of}action-1 flagged", house.manager),
        (f"{of}flag at action-1 settled", house.manager),
    ]


@pytest.fixture
def told():
    """What the log is told while the test runs, each with who did it."""
    heard = []

    def listener(*, what, by, **kwargs):
        heard.append((what, by))

    done.connect(listener)
    yield heard
    done.disconnect(listener)


def test_a_flag_is_settled_once_by_whoever_was_first(house, manager, officer):
    flagged(house)
    manager.post(address(house), {"what": "settle"})
    officer.post(address(house), {"what": "settle"})
    settle(house.ours, "action-1", by=house.officer)

    assert Flag.objects.get().settled_by == house.manager
    assert open_flags(house.ours) == []


def test_what_was_settled_can_be_flagged_anew(house):
    flagged(house)
    settle(house.ours, "action-1", by=house.manager)
    flagged(house)

    assert [each.settled_at is None for each in Flag.objects.order_by("id")] == [False, True]


def test_a_flag_stays_beyond_its_quarter_and_is_not_read_before_it(house, manager):
    earlier = return_of(house.plan, builders.make_quarter("2009/10 Q2", state="published"))
    builders.make_flag(owner=earlier, title="Action 4", note="Still waits.", by=house.manager)
    flagged(house)

    assert "Action 4 (2009/10 Quarter 2): Still waits." in words(manager.get(house.address))
    assert [each.title for each in open_flags(earlier)] == ["Action 4"]


def test_a_flag_holds_nothing_up(house):
    flagged(house)
    house.hand_in()
    approve(house.ours, by=house.lead)

    assert house.ours.state == "signed off"
    assert open_flags(house.ours)[0].at <= timezone.now()
