"""Every page of a return that shows a small number says that it is restricted."""

import pytest

from returns.handing_in import hand_in
from tests import builders
from tests.returns.house import FIGURE

pytestmark = pytest.mark.django_db
SAID = "Restricted: contains small numbers"


def is_marked(client, address) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200
    return SAID in answer.content.decode()


def make_large(house) -> None:
    """No small number is left: neither reported, nor in the baseline."""
    house.indicator.actuals.update(numerator=40, denominator=90, low=None, high=None)
    house.indicator.baselines.update(numerator=30, denominator=90, value=None)


@pytest.mark.parametrize("part", ["check", "figures"])
def test_a_page_with_small_numbers_is_marked(house, manager, part):
    assert is_marked(manager, house.at(part))


def test_the_page_of_a_figure_and_its_history_are_marked(house, manager):
    assert is_marked(manager, house.figure)
    assert is_marked(manager, f"{house.figure}history/")


def test_what_is_signed_off_is_marked(house, officer):
    house.hand_in()
    house.indicator.actuals.filter(numerator=6).update(numerator=5)

    assert is_marked(officer, house.at("sign-off"))
    assert is_marked(officer, f"/returns/2009-q3/sign-off/?plan={house.plan.slug}")


@pytest.mark.parametrize("part", ["check", "figures"])
def test_a_page_without_small_numbers_is_not(house, manager, part):
    make_large(house)

    assert not is_marked(manager, house.at(part))


def test_a_small_number_that_was_only_typed_counts(house, manager):
    make_large(house)
    builders.make_draft(
        owner=house.ours, about=FIGURE, by=house.manager,
        typed={"available": "yes", "numerator": "3", "denominator": "90"},
    )  # fmt: skip

    assert is_marked(manager, house.at("check"))


def test_what_is_signed_off_without_small_numbers_is_not_marked(house, officer):
    make_large(house)
    typed = {"available": "yes", "numerator": "40", "denominator": "90", "sure": "on"}
    house.type_all(**{FIGURE: house.answers()[FIGURE] | typed})
    hand_in(house.ours, by=house.manager)

    assert not is_marked(officer, house.at("sign-off"))
