"""The pages of a return: where they lead, what they name, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.returns.browser import boxes, problems, send
from tests.returns.house import FIGURE, Q2, House

pytestmark = pytest.mark.django_db

# How often a page of one section may ask the database, and one that tells of all sections.
MOST, MOST_OF_ALL_SECTIONS = 15, 24


def test_each_page_leads_to_the_next_until_the_return_is_in(house, manager):
    answers = {
        f"{about}-{name}": text
        for about, typed in house.answers().items()
        for name, text in typed.items()
    }
    here, way = house.figure, []
    while here != house.at("check"):
        page = boxes(manager.get(here))
        typed = {
            name: text for name, text in answers.items()
            if f"{name.rpartition('-')[0]}-version" in page
        }  # fmt: skip
        here = send(manager, here, typed)["Location"]
        way.append(here)

    assert way == [house.at(each) for each in ("actions", "risks", "dependencies", "summary",
                                               "check")]  # fmt: skip
    assert "Ready" in manager.get(house.address).content.decode()
    done = manager.post(house.at("check"))
    assert done["Location"] == house.at("submitted")
    assert "Return submitted" in manager.get(house.at("submitted")).content.decode()


def test_the_summary_of_errors_says_of_what_each_sentence_is(house, manager):
    builders.make_action(plan=house.plan, number=3, action="Find tutors")

    told = send(manager, house.at("actions"), {"action-1-status": "delayed"})

    assert problems(told) == [
        "Action 1: say why the action is delayed, and when it will be done.",
        "Milestone “Tutors are in place”: say whether the milestone was reached.",
        "Action 3: say how it is going.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"new-risk": "x" * 10_001}, "longer than 10,000 characters", id="words"),
        pytest.param({"new-owner": "x" * 201}, "longer than 200 characters", id="a line"),
    ],
)
def test_what_is_too_long_is_named_and_kept(house, manager, typed, sentence):
    page = boxes(manager.get(house.at("risks")))
    new = next(name for name in page if name.startswith("new-risk-")).rpartition("-")[0]
    sent = {name.replace("new", new, 1): text for name, text in typed.items()}

    told = send(manager, house.at("risks"), page | sent)

    assert any(sentence in each and each.startswith("New risk: ") for each in problems(told))
    assert sent.items() <= boxes(told).items()


def test_one_form_alone_on_its_page_needs_no_name(house, manager):
    told = send(manager, house.figure, {f"{FIGURE}-numerator": "5", f"{FIGURE}-denominator": "40"})

    assert problems(told) == ["Say why it is off target.", "Say what is being done about it."]


def test_a_half_done_return_is_saved_and_left(house, manager):
    left = send(manager, house.at("actions"), {"action-1-status": "delayed"}, then="later")

    assert left["Location"] == house.address
    page = manager.get(house.address).content.decode()
    assert "Saved at" in page
    assert boxes(manager.get(house.at("actions")))["action-1-status"] == "delayed"


# What they cost ---------------------------------------------------------------------------------


def grow(house: House, number: int) -> None:
    """More of everything that a return asks about."""
    action = builders.make_action(plan=house.plan, number=number)
    builders.make_milestone(action=action, number=1, first_due="2009-12-01")
    builders.make_risk(plan=house.plan, number=number)
    builders.make_dependency(plan=house.plan, priority=f"Local {number}")
    indicator = builders.make_indicator(code=f"LAC {number}")
    builders.PlanIndicator.objects.create(plan=house.plan, indicator=indicator)


def costs(client, house: House) -> dict[str, int]:
    pages = [house.address, house.at("check"), house.at("figures"), *house.pages]
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        found[page] = len(queries)
    return found


def test_a_page_asks_the_database_as_often_for_much_as_for_little(house, manager):
    costs(manager, house)
    grow(house, 2)
    little = costs(manager, house)

    for number in range(3, 9):
        grow(house, number)

    assert costs(manager, house) == little
    whole = {house.address, house.at("check")}  # these two read every section
    assert max(little[page] for page in whole) <= MOST_OF_ALL_SECTIONS
    assert max(count for page, count in little.items() if page not in whole) <= MOST


def test_a_page_reads_no_section_but_its_own(house, manager):
    tables = {
        "figures": "indicators_actual",
        "actions": "plans_actionupdate",
        "risks": "risks_riskassessment",
        "dependencies": "plans_dependencyupdate",
    }

    for section in tables:
        with CaptureQueriesContext(connection) as queries:
            manager.get(house.at(section))
        asked = [each["sql"].partition(" WHERE ")[0] for each in queries.captured_queries]
        read = {
            each for each, table in tables.items() if any(f'"{table}".' in sql for sql in asked)
        }
        assert read == {section}


@pytest.mark.parametrize(
    "page", ["", "check/", "sign-off/", "send-back/", f"figures/{FIGURE}/history/"]
)
def test_a_return_that_is_in_is_read_at_the_same_cost(house, lead, page):
    house.hand_in()

    with CaptureQueriesContext(connection) as queries:
        assert lead.get(f"{house.address}{page}").status_code == 200

    assert len(queries) <= MOST_OF_ALL_SECTIONS + 2


def test_an_answer_that_is_typed_costs_a_few_queries_to_judge(house, manager):
    house.type_all()
    before = costs(manager, house)
    for number in range(2, 8):
        builders.make_risk(plan=house.plan, number=number)
    house.type_all(
        **{f"risk-{number}": {"impact": "Low", "likelihood": "Low"} for number in range(2, 8)}
    )

    after = costs(manager, house)

    assert all(after[page] - before[page] <= 6 * 2 for page in before)


@pytest.mark.parametrize("about", ["summary", "action-1", "risk-1", "nothing-risks", "no-such"])
@pytest.mark.parametrize("page", ["", "history/"])
def test_what_is_no_figure_has_no_page_of_a_figure(house, manager, about, page):
    assert manager.get(f"{house.at('figures')}{about}/{page}").status_code == 404


def test_an_earlier_figure_can_be_corrected_from_the_page_of_the_only_one(house, manager):
    builders.make_actual(
        indicator=house.indicator, period="2007/08", reported_in_id=Q2, numerator=1, denominator=42
    )

    page = manager.get(house.figure).content.decode()

    assert "Correct an earlier figure" in page
    assert f"{house.at('figures')}{house.indicator.slug}.2007-08/" in page
