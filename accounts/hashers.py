"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2(Argon2PasswordHasher):
    """Argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane.

    Django's own take 100 MiB for every sign-in, in each worker that is asked for one, and the
    worker keeps them. Passwords kept with those go on working, and are kept anew at the next
    sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # in KiB
    parallelism = 1
