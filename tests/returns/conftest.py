"""A return to be filled in, on the Monday of the week in which it is due."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from plans.models import DeliveryPlan
from tests import builders
from tests.access.crawl import rolled_back
from tests.returns.house import House, client_of, make_house

TODAY = date(2010, 1, 11)


@pytest.fixture(scope="module")
def standing_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Built once for each module, whose tests leave it as it is."""
    with django_db_blocker.unblock(), rolled_back(), override_settings(LAA_TODAY=TODAY):
        yield make_house()


@pytest.fixture
def house(standing_house: House, db: None, settings: LazySettings) -> House:
    settings.LAA_TODAY = TODAY
    return deepcopy(standing_house)


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager)


@pytest.fixture
def lead(house: House) -> Client:
    return client_of(house.lead)


@pytest.fixture
def officer(house: House) -> Client:
    return client_of(house.officer)


@pytest.fixture
def connie(plan: DeliveryPlan) -> User:
    """Who has a part in the test's plan."""
    user = builders.make_user(name="Connie Contributor", email="connie@council.example")
    return builders.make_part(plan=plan, user=user).user
