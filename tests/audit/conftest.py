"""What is told within a test becomes entries, as at the commit that a test never comes to."""

from contextlib import contextmanager

import pytest
from django.db import connection

from audit.writing import Told, write_now


@pytest.fixture
def written(db):
    """Within it, whatever is done is written at its end: `with written(): …`."""

    @contextmanager
    def as_one_transaction():
        before = len(connection.run_on_commit)
        yield
        waiting = [each for _, each, _ in connection.run_on_commit[before:]]
        if told := [each for each in waiting if isinstance(each, Told)]:
            write_now(told)

    return as_one_transaction
