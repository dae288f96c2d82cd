"""How the property tests are run."""

from hypothesis import settings

# Without a deadline: on a busy machine any example may take long.
settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
