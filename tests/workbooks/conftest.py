"""Files are read in this process, but by the tests of how a process of its own reads them."""

import pytest

from tests.workbooks.here import read_files_here

IN_A_PROCESS_OF_ITS_OWN = {
    "test_docx", "test_killed", "test_large_files", "test_limits", "test_marking", "test_offline",
    "test_reading",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files_are_read_here(request, monkeypatch):
    if request.module.__name__.rpartition(".")[2] not in IN_A_PROCESS_OF_ITS_OWN:
        read_files_here(monkeypatch)
