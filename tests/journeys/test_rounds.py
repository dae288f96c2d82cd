"""A quarter is closed, published, read by the Board, and withdrawn."""

import pytest
from playwright.sync_api import expect

from tests.journeys.fitness import unfitness
from tests.journeys.people import status_of

pytestmark = pytest.mark.e2e


def test_a_quarter_is_closed_published_read_by_the_board_and_withdrawn(own_site, arrive):
    officer, board = arrive(own_site, "officer"), arrive(own_site, "board")
    assert status_of(board, "/reports/2009-q3/") == 404

    officer.goto("/quarters/")
    officer.get_by_role("link", name="Close 2009/10 Quarter 3").click()
    officer.get_by_role("button", name="Close the quarter").click()
    expect(officer.get_by_role("alert")).to_contain_text("is now closed")
    officer.get_by_role("link", name="Publish 2009/10 Quarter 3").click()
    expect(officer.get_by_role("main")).to_contain_text("NI 101: the return is not started.")

    officer.get_by_role("button", name="Publish the quarter").click()
    expect(officer.get_by_role("alert")).to_contain_text("Say why, in a sentence.")
    assert unfitness(officer) == []
    officer.get_by_label("Why is it published without what is missing?").fill("The Board meets.")
    officer.get_by_role("button", name="Publish the quarter").click()
    expect(officer.get_by_role("alert")).to_contain_text("is now published")

    board.goto("/")
    expect(board.get_by_role("main")).to_contain_text("2009/10 Quarter 3")
    board.goto("/reports/2009-q3/")
    expect(board.get_by_role("main")).to_contain_text("published")

    officer.get_by_role("link", name="Withdraw 2009/10 Quarter 3").click()
    officer.get_by_label("Why is the publication withdrawn?").fill("A cohort was wrong.")
    officer.get_by_role("button", name="Withdraw the publication").click()
    expect(officer.get_by_role("main")).to_contain_text("A cohort was wrong.")
    assert status_of(board, "/reports/2009-q3/") == 404
