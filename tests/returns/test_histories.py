"""How a figure came about: who entered, changed, handed in and signed it, from what to what."""

import pytest

from periods.calendar import FinancialQuarter
from reports.releases.publishing import publish
from returns.handing_in import approve
from returns.histories import history_of
from returns.rounds import close_quarter
from returns.services import send_back
from tests import builders
from tests.look.markup import find, text
from tests.returns.browsing import client_of, words
from tests.returns.house import FIGURE, Q2, Q3

pytestmark = pytest.mark.django_db


def history(house, quarter=Q3):
    return history_of(house.plan, house.indicator, "2008/09", quarter)


def told(house) -> list[tuple[str, str, str]]:
    return [(each.what, each.who, each.quarter) for each in history(house)]


def changes(happened) -> dict[str, tuple[str, str]]:
    return {each.name: (each.before, each.after) for each in happened.changed}


@pytest.fixture
def page(house):
    return f"{house.figure}history/"


def test_a_figure_is_told_from_its_forecast_to_its_sign_off(house):
    house.hand_in()
    approve(house.ours, by=house.lead)

    assert [(what, quarter) for what, _, quarter in told(house)] == [
        ("Entered", "2009/10 Quarter 1"),
        ("Entered", "2009/10 Quarter 2"),
        ("Entered", "2009/10 Quarter 3"),
        ("Return started", "2009/10 Quarter 3"),
        ("Return submitted", "2009/10 Quarter 3"),
        ("Return signed off", "2009/10 Quarter 3"),
    ]
    assert [who for _, who, _ in told(house)][2:] == [
        str(each) for each in (house.manager, house.manager, house.manager, house.lead)
    ]


def test_a_change_says_from_what_to_what_and_why(house):
    house.hand_in()
    send_back(house.ours, by=house.lead, reason="Count again.", sections=["figures"])
    kept = house.answers()
    house.hand_in(**{FIGURE: kept[FIGURE] | {"numerator": "7"}})

    changed = [each for each in history(house) if each.what == "Changed"]

    assert len(changed) == 1
    assert changes(changed[0])["Numerator"] == ("6", "7")
    assert "Count again." in changes(changed[0])["Reason"][1]
    assert "Denominator" not in changes(changed[0])
    sent_back = next(each for each in history(house) if each.what == "Return sent back")
    assert sent_back.because == "Count again."


def test_who_typed_it_is_told_where_another_handed_it_in(house, manager):
    house.type_all(by=house.lead)
    manager.post(house.at("check"))
    entered = [each for each in history(house) if each.what == "Entered"][-1]
    assert (entered.who, entered.typed_by) == (str(house.manager), str(house.lead))


def test_what_was_published_without_a_sign_off_was_taken_out(house):
    house.hand_in()
    close_quarter(house.round, by=house.officer)
    publish(house.round, by=house.officer, reason="Late")
    assert {what for what, _, _ in told(house)[-2:]} == {
        "Return locked as not returned",
        "Taken out",
    }


def test_only_what_was_known_at_the_quarter_is_told(house):
    house.hand_in()
    assert {each.quarter for each in history(house, Q2)} == {
        "2009/10 Quarter 1",
        "2009/10 Quarter 2",
    }


def test_a_record_saved_again_unchanged_is_no_change(house):
    figure = house.indicator.actuals.get(reported_in=Q2)
    figure.save()
    assert [each.what for each in history(house)] == ["Entered", "Entered"]


def test_it_costs_the_same_however_much_happened(house, django_assert_num_queries):
    with django_assert_num_queries(2):
        history(house)
    house.hand_in()
    with django_assert_num_queries(2):
        history(house)


# The page ------------------------------------------------------------------------------


def test_the_page_says_the_figure_how_it_is_worked_out_and_what_happened(house, lead, page):
    house.hand_in()
    said = words(lead.get(page))
    for each in (
        "15.0% (final) 100 × 6 ÷ 40",
        "15% = 6 of 40 young people",
        "Good is higher",
        "Return submitted",
        "Numerator: 6",
    ):
        assert each in said


def test_the_page_says_what_is_typed_and_not_handed_in(house, manager, page):
    manager.post(house.figure, {f"{FIGURE}-version": "0", f"{FIGURE}-numerator": "5"})
    said = words(manager.get(page))
    assert f"{house.manager} typed an answer on" in said
    assert "has reported no figure for 2008/09 so far" in said


@pytest.mark.parametrize("part", ["", "check"])
def test_the_figure_and_the_answers_lead_to_it(house, manager, page, part):
    house.hand_in()
    shown = manager.get(house.at("check") if part else house.figure).content.decode()
    assert page in [each[1].get("href") for each in find(shown, "a")]


def test_an_earlier_figure_that_can_be_corrected_has_its_history_too(house, manager):
    about = f"{house.indicator.slug}.2008-09"
    address = f"/returns/{house.plan.slug}/2009-q2/figures/{about}/history/"
    page = manager.get(address)
    assert page.status_code == 200
    assert "2009/10 Quarter 3" not in words(page)
    assert FinancialQuarter(2009, 2).long_label in words(page)


@pytest.mark.parametrize("about", ["summary", "action-1", "ni-101.2031-32", "nonsense"])
def test_what_is_no_figure_has_no_such_page(house, manager, about):
    assert manager.get(f"{house.address}figures/{about}/history/").status_code == 404


def test_strangers_find_no_history(house, page):
    house.hand_in()
    assert client_of(builders.make_user()).get(page).status_code == 404


def test_words_are_shown_as_they_were_written(house, lead, page):
    house.hand_in(**{FIGURE: house.answers()[FIGURE] | {"source": "<b>Roll</b>"}})
    html = lead.get(page).content.decode()
    assert "&lt;b&gt;Roll&lt;/b&gt;" in html
    assert text(find(html, "h1")[0]) == "How NI 101 for 2008/09 came about"
