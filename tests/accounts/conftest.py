"""What the log is told, as the tests of the log read it."""

from tests.audit.conftest import written

__all__ = ["written"]
