"""A return goes on: recalled, sent back, signed off and reopened, each on a page of its own."""

import pytest
from django.test import Client

from accounts.models import User
from plans.models import Action
from returns import handing_in
from returns.access import own_entries
from returns.handing_in import approve
from returns.models import Draft, Return, ReturnEvent
from returns.questions import Questionnaire
from returns.rounds import close_quarter
from returns.services import recall, reopen, send_back, start
from risks.models import RiskAssessment
from tests import builders
from tests.look.markup import find, text
from tests.returns.browsing import client_of, words
from tests.returns.house import Q2, Q3, House

pytestmark = pytest.mark.django_db
STEPS = ("recall", "send-back", "sign-off", "reopen")


def hand_in(house: House, by: User | None = None, typed_by: User | None = None, **instead) -> None:
    """Answer everything and hand it in, as the manager where nobody else is named."""
    start(house.ours, by=by or house.manager)
    house.type_all(typed_by or by, **instead)
    for each in Questionnaire(house.ours):
        if each.draft:
            Draft.objects.filter(pk=each.draft.pk).update(replaces=each.replaces)
    handing_in.hand_in(house.ours, by=by or house.manager)


def seen(house: House) -> int:
    return house.ours.last_step.pk


def take(client: Client, house: House, step: str, **typed):
    """Press the button on the step's page, and follow to where it leads."""
    return client.post(house.at(step), {"seen": seen(house)} | typed, follow=True)


def buttons(client: Client, house: House) -> list[str]:
    page = client.get(house.address).content.decode()
    return [text(each) for each in find(page, "a", role="button")]


def states(house: House) -> list[str]:
    return [each.step for each in house.ours.steps]


# Whose step it is ----------------------------------------------------------------------


def test_nobody_is_offered_a_step_of_a_return_that_is_not_in(house, manager, lead, officer):
    house.type_all()
    assert [buttons(each, house) for each in (manager, lead, officer)] == [[], [], []]


def test_each_is_offered_the_steps_that_are_theirs(house, manager, lead, officer):
    hand_in(house)
    assert buttons(manager, house) == ["Recall"]
    assert buttons(lead, house) == ["Sign off", "Send back"]
    assert buttons(officer, house) == ["Sign off", "Send back", "Recall"]

    approve(house.ours, by=house.lead)

    assert [buttons(each, house) for each in (manager, lead)] == [[], []]
    assert buttons(officer, house) == ["Reopen"]


def test_once_the_quarter_is_closed_only_officers_take_steps(house, manager, lead, officer):
    hand_in(house)
    close_quarter(house.round, by=house.officer)
    assert [buttons(each, house) for each in (manager, lead)] == [[], []]
    assert buttons(officer, house) == ["Sign off", "Send back", "Recall"]

    said = take(lead, house, "sign-off")

    assert "2009/10 Q3 is closed: only performance officers can still take this step." in words(
        said
    )
    assert house.ours.state == "submitted"


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("send-back", "Only a lead of the plan or a performance officer can send a return back."),
        ("sign-off", "Only a lead of the plan or a performance officer can sign a return off."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_of_others_is_refused_with_whose_it_is(house, manager, step, sentence, method):
    hand_in(house)
    said = getattr(manager, method)(house.at(step), follow=True)
    assert sentence in words(said)
    assert house.ours.state == "submitted"


def test_only_who_handed_a_return_in_recalls_it(house, lead):
    hand_in(house)
    assert "Only whoever handed a return in" in words(take(lead, house, "recall"))
    assert house.ours.state == "submitted"


def test_a_lead_does_not_reopen(house, lead):
    hand_in(house)
    approve(house.ours, by=house.lead)
    said = take(lead, house, "reopen", reason="A mistake")
    assert "Only a performance officer can reopen" in words(said)
    assert house.ours.state == "signed off"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_no_step(house, step, method):
    hand_in(house)
    stranger = client_of(builders.make_user())
    assert getattr(stranger, method)(house.at(step)).status_code == 404


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_from_the_wrong_state_is_refused_with_a_sentence(house, officer, step, method):
    said = getattr(officer, method)(house.at(step), follow=True)
    assert "This return is not started, so it cannot be" in words(said)
    assert not Return.objects.exists()


# Recall --------------------------------------------------------------------------------


def test_a_return_is_recalled_by_its_sender(house, manager):
    hand_in(house)
    assert "It becomes a draft again" in words(manager.get(house.at("recall")))

    said = take(manager, house, "recall")

    assert said.redirect_chain == [(house.address, 302)]
    assert "The return is yours again" in words(said)
    assert house.ours.state == "draft"


# Send back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"reason": "Ask Ann"}, "Choose the sections that need changes."),
        ({"sections": ["risks"], "reason": " "}, "Say what is to be changed, and why."),
        ({"sections": ["nonsense"], "reason": "x"}, "nonsense is not one of the available choices"),
    ],
)
def test_sending_back_names_sections_and_says_why(house, lead, typed, problem):
    hand_in(house)
    said = take(lead, house, "send-back", **typed)
    assert said.status_code == 200
    assert problem in words(said)
    assert house.ours.state == "submitted"


def test_what_is_sent_back_says_so_on_the_return_and_in_its_sections(house, manager, lead):
    hand_in(house)

    take(lead, house, "send-back", sections=["risks", "figures"], reason="Tutors left in May.")

    assert house.ours.last_step.named_sections == ["risks", "figures"]
    listed = words(manager.get(house.address))
    assert "Sent back by" in listed
    assert listed.count("Tutors left in May.") >= 2
    assert listed.count("Changes asked") == 2
    assert "Tutors left in May." in words(manager.get(house.at("risks")))
    assert "Tutors left in May." in words(manager.get(house.at("figures")))
    assert "Tutors left in May." in words(manager.get(house.figure))
    assert "Tutors left in May." not in words(manager.get(house.at("actions")))


def test_what_happened_calls_the_sections_as_their_pages_do(house, manager):
    hand_in(house)
    send_back(house.ours, by=house.lead, reason="Look again.", sections=["actions", "risks"])
    assert "Sections: Actions and milestones, Risks" in words(manager.get(house.address))


def test_once_it_is_in_again_nothing_is_asked_any_more(house, manager):
    hand_in(house)
    send_back(house.ours, by=house.lead, reason="Tutors left.", sections=["risks"])
    hand_in(house, **{"risk-1": {"impact": "High", "likelihood": "Low"}})
    assert "Changes asked" not in words(manager.get(house.address))
    assert "Tutors left." not in words(manager.get(house.at("risks")))


# Sign off ------------------------------------------------------------------------------


def test_signing_off_shows_what_would_be_published(house, lead):
    hand_in(
        house,
        **{
            "ni-101.2008-09": {
                "available": "yes", "numerator": "4", "denominator": "40",
                "why": "Two moved school.", "being_done": "Tutors come weekly.",
            },
            "action-1": {"status": "delayed", "commentary": "The tutor left."},
            "milestone-1.1": {"how": "moved", "now_due_day": "31", "now_due_month": "3",
                              "now_due_year": "2010", "reason": "No tutor"},
            "risk-1": {"impact": "High", "likelihood": "Low"},
            "summary": {"summary": "One to watch."},
            "new-action-1": {"action": "Find mentors", "who": "The county", "when": "May 2010"},
        }
    )  # fmt: skip

    shown = words(lead.get(house.at("sign-off")))

    for each in (
        "NI 101, 2008/09",
        "10.0%",
        "4 of 40 young people",
        "15% = 6 of 40 young people",
        "missed",
        "2 more young people would meet the target",
        "Two moved school.",
        "Action 1: Offer one-to-one tuition: delayed (was on track) The tutor left.",
        "Tutors are in place: moves to 31 March 2010 (was due 31 December 2009) No tutor",
        "Risk 1: Too few tutors: impact High, likelihood Low (up since 2009/10 Quarter 2)",
        "Becomes part of the plan New action What is to be done? Find mentors",
        "One to watch.",
    ):
        assert each in shown


def test_what_stands_as_it_did_is_only_counted(house, lead):
    answers = house.answers()
    for about in ("action-1", "risk-1", f"dependency-{house.dependency.pk}"):
        del answers[about]
    for section in ("actions", "risks", "dependencies"):
        answers[f"nothing-{section}"] = {"nothing": "on"}
    house.answers = lambda: answers
    hand_in(house)
    shown = words(lead.get(house.at("sign-off")))
    assert shown.count("1 stands as it did last quarter: ") == 3


def test_a_lead_signs_off_and_what_was_proposed_is_part_of_the_plan(house, lead):
    hand_in(house, **{"new-action-1": {"action": "Find mentors"}})

    said = take(lead, house, "sign-off")

    assert "The return is signed off." in words(said)
    assert house.ours.state == "signed off"
    assert Action.objects.filter(plan=house.plan, number=2, action="Find mentors").exists()


def test_an_incomplete_proposal_is_told_and_nothing_is_signed_off(house, lead):
    hand_in(house)
    builders.make_draft(owner=house.ours, about="new-action-1", typed={"who": "Ann"})
    assert "It is not complete, so the return cannot be signed off" in words(
        lead.get(house.at("sign-off"))
    )

    said = take(lead, house, "sign-off")

    assert "is not complete: send the return back." in words(said)
    assert house.ours.state == "submitted"


def test_pressing_twice_signs_off_once(house, lead):
    hand_in(house)
    typed = {"seen": seen(house)}
    lead.post(house.at("sign-off"), typed)

    again = lead.post(house.at("sign-off"), typed, follow=True)

    assert "The return is signed off." in words(again)
    assert states(house).count("signed off") == 1


def test_who_comes_second_reads_that_it_is_done(house, lead, officer):
    hand_in(house)
    take(lead, house, "sign-off")
    said = take(officer, house, "sign-off")
    assert "This return is signed off, so it cannot be signed off." in words(said)


def test_what_was_changed_since_it_was_read_is_read_again(house, lead):
    hand_in(house)
    typed = {"seen": seen(house)}
    recall(house.ours, by=house.manager)
    hand_in(house, **{"summary": {"summary": "Another one."}})

    said = lead.post(house.at("sign-off"), typed)

    assert "This return has gone on since you opened the page" in words(said)
    assert "Another one." in words(said)
    assert house.ours.state == "submitted"
    assert f'name="seen" value="{seen(house)}"' in said.content.decode()


@pytest.mark.parametrize("part", ["sign-off", ""])
def test_where_two_people_are_asked_for_a_lead_leaves_their_own_entry_to_another(
    house, lead, settings, part
):
    settings.LAA_TWO_PEOPLE = True
    hand_in(house, by=house.lead)
    said = words(lead.get(house.at(part) if part else house.address, follow=True))
    assert "here a return is signed off by somebody else" in said
    assert buttons(lead, house) == ["Send back", "Recall"]
    take(lead, house, "sign-off")
    assert house.ours.state == "submitted"


def test_a_figure_typed_by_the_lead_is_their_own_entry_too(house, lead, settings):
    settings.LAA_TWO_PEOPLE = True
    hand_in(house, by=house.manager, typed_by=house.lead)
    take(lead, house, "sign-off")
    assert house.ours.state == "submitted"


PROPOSED = {"risk": "No room for it", "impact": "Low", "likelihood": "High", "owner": "The head"}


@pytest.mark.parametrize(
    "about",
    ["action-1", "milestone-1.1", "risk-1", "dependency", "summary", "new-risk-0123456789ab"],
)
def test_whatever_else_the_lead_entered_is_their_own_entry_too(house, lead, settings, about):
    settings.LAA_TWO_PEOPLE = True
    start(house.ours, by=house.manager)
    house.type_all()
    if about.startswith("new-"):
        Draft.objects.create(owner=house.ours, about=about, typed=PROPOSED, by=house.manager)
    Draft.objects.filter(about__startswith=about).update(by=house.lead)
    handing_in.hand_in(house.ours, by=house.manager)

    said = words(take(lead, house, "sign-off"))

    assert "here a return is signed off by somebody else" in said
    assert house.ours.state == "submitted"


def test_what_somebody_else_wrote_over_is_no_longer_the_leads_entry(house, lead, settings):
    settings.LAA_TWO_PEOPLE = True
    hand_in(house, by=house.lead)
    recall(house.ours, by=house.lead)
    hand_in(
        house,
        summary={"summary": "All is very well."},
        **{
            "milestone-1.1": {
                "how": "done",
                "done_on_day": "4",
                "done_on_month": "1",
                "done_on_year": "2010",
            }
        },
    )
    take(lead, house, "sign-off")
    assert house.ours.state == "signed off"


def test_an_entry_in_another_plan_or_quarter_bars_no_lead(house, lead, settings):
    settings.LAA_TWO_PEOPLE = True
    elsewhere = builders.make_risk(plan=builders.make_plan(reference="NI 7"), number=1)
    builders.make_assessment(risk=elsewhere, quarter=house.round, entered_by=house.lead)
    RiskAssessment.objects.filter(quarter=Q2).update(entered_by=house.lead)
    hand_in(house)
    take(lead, house, "sign-off")
    assert house.ours.state == "signed off"


def test_whose_entries_they_are_costs_one_query(house, django_assert_num_queries):
    hand_in(house)
    with django_assert_num_queries(1):
        assert own_entries(house.manager, Q3) == {house.plan.pk}


@pytest.mark.parametrize("address", ["/", "/returns/"])
@pytest.mark.parametrize(
    ("another", "who"),
    [(False, "a performance officer"), (True, "Jo Price or a performance officer")],
)
def test_a_lead_who_may_not_sign_off_reads_who_can(house, lead, settings, address, another, who):
    settings.LAA_TWO_PEOPLE = True
    if another:
        jo = builders.make_user(name="Jo Price")
        builders.make_part(plan=house.plan, user=jo, part="lead")
    hand_in(house, by=house.lead)

    said = words(lead.get(address))

    assert f"to be signed off by {who}" in said
    assert "Sign off" not in said
    assert house.at("sign-off") not in lead.get(address).content.decode()


def test_where_two_people_are_asked_for_another_lead_and_an_officer_sign_off(
    house, officer, settings
):
    settings.LAA_TWO_PEOPLE = True
    hand_in(house, by=house.lead)
    other = builders.make_part(plan=house.plan, user=builders.make_user(), part="lead").user
    assert "Sign off" in buttons(client_of(other), house)
    take(officer, house, "sign-off")
    assert house.ours.state == "signed off"


# Reopen --------------------------------------------------------------------------------


def test_reopening_needs_a_reason_and_leaves_the_return_submitted(house, officer):
    hand_in(house)
    approve(house.ours, by=house.lead)
    assert "Say why the return is reopened." in words(take(officer, house, "reopen", reason=" "))
    assert house.ours.state == "signed off"

    said = take(officer, house, "reopen", reason="The cohort was wrong.")

    assert "it waits for sign-off again" in words(said)
    assert house.ours.state == "submitted"
    assert "The cohort was wrong." in words(officer.get(house.address))


def test_what_was_reopened_is_sent_back_changed_and_signed_off_again(house, lead):
    hand_in(house, **{"new-action-1": {"action": "Find mentors"}})
    approve(house.ours, by=house.lead)
    reopen(house.ours, by=house.officer, reason="The cohort was wrong.")
    take(lead, house, "send-back", sections=["figures"], reason="Count again.")
    hand_in(
        house,
        **{"ni-101.2008-09": {"available": "yes", "numerator": "7", "denominator": "40"},
           "action-2": {"status": "on track"}}
    )  # fmt: skip

    take(lead, house, "sign-off")

    assert house.ours.state == "signed off"
    assert house.indicator.actuals.get(reported_in="2009/10 Q3").numerator == 7
    assert Action.objects.filter(plan=house.plan).count() == 2
    assert ReturnEvent.objects.filter(owner=house.ours, step="signed off").count() == 2
