"""What is kept of a second step makes no code for whoever reads the database."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.apps import apps
from django.core.cache import cache

from accounts.sealing import MARK, SECRETS, opened, reseal, seal
from tests.accounts.test_second_step import code_of, with_phone
from tests.builders import make_officer

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OLD, NEW = "the key of last year, long enough", "the key of this year, long enough"


@pytest.fixture(autouse=True)
def _key(settings):
    cache.clear()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


def kept(person, kind="totp") -> str:
    return Authenticator.objects.get(user=person, type=kind).data[SECRETS[kind]]


def takes(person, code: str) -> bool:
    cache.clear()
    return auth.TOTP(Authenticator.objects.get(user=person, type="totp")).validate_code(code)


def change_key(settings, *, known: bool) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD] if known else []


def test_the_database_has_no_secret_and_the_code_of_the_app_is_right():
    officer = make_officer()
    secret = with_phone(officer)
    assert kept(officer).startswith(MARK)
    assert secret not in kept(officer)
    assert takes(officer, code_of(secret))


def test_nor_has_it_recovery_codes():
    codes = RecoveryCodes.activate(make_officer()).get_unused_codes()
    record = Authenticator.objects.get(type="recovery_codes")
    assert record.data["seed"].startswith(MARK)
    assert RecoveryCodes(record).validate_code(codes[0])


def test_the_same_secret_is_never_sealed_the_same():
    assert seal(SECRET) != seal(SECRET)
    assert opened(seal(SECRET)) == SECRET


def test_a_seal_that_was_touched_opens_to_nothing_known():
    sealed = seal(SECRET)
    touched = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    assert opened(touched) != SECRET
    assert opened(touched) != opened(touched)


def test_while_the_former_key_is_known_codes_are_right_and_are_sealed_anew(settings):
    officer = make_officer()
    secret = with_phone(officer)

    change_key(settings, known=True)
    assert takes(officer, code_of(secret))
    assert (reseal(), reseal()) == (1, 0)

    settings.SECRET_KEY_FALLBACKS = []
    assert takes(officer, code_of(secret))


def test_without_its_key_no_code_is_right_and_nothing_is_lost(settings):
    officer = make_officer()
    secret = with_phone(officer)
    before = kept(officer)

    change_key(settings, known=False)
    assert not takes(officer, code_of(secret))
    assert not takes(officer, code_of(""))
    assert reseal() == 0
    assert kept(officer) == before


def test_what_was_kept_as_it_is_is_read_and_then_sealed_by_the_migration():
    officer = make_officer()
    Authenticator.objects.create(user=officer, type="totp", data={"secret": SECRET})
    assert takes(officer, code_of(SECRET))

    migration = import_module("accounts.migrations.0002_sealed_second_steps")
    for _ in range(2):
        migration.seal_all(apps, None)
        assert opened(kept(officer)) == SECRET
    assert kept(officer).startswith(MARK)
    assert takes(officer, code_of(SECRET))
