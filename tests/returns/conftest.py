"""A return to be filled in, on the Monday of the week in which it is due."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.returns.house import House, client_of, make_house


@pytest.fixture
def house(db: None, settings: LazySettings) -> House:
    settings.LAA_TODAY = date(2010, 1, 11)
    return make_house()


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager)


@pytest.fixture
def lead(house: House) -> Client:
    return client_of(house.lead)


@pytest.fixture
def officer(house: House) -> Client:
    return client_of(house.officer)
