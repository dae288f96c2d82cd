"""Files are read in this process, but by the tests of how a process of its own reads them."""

from importlib import import_module

import pytest

from workbooks.marking import child as marker
from workbooks.marking import copies
from workbooks.reading import child, tables

IN_A_PROCESS_OF_ITS_OWN = {
    "test_docx", "test_killed", "test_large_files", "test_limits", "test_marking", "test_offline",
    "test_reading",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files_are_read_here(request, monkeypatch):
    """A process for each file takes longer than most of these tests; nothing limits this one."""
    if request.module.__name__.rpartition(".")[2] in IN_A_PROCESS_OF_ITS_OWN:
        return
    for module in (child, marker):
        monkeypatch.setattr(module, "limit", lambda *seconds: None)
    for module in (tables, copies):
        monkeypatch.setattr(module, "run_child", run_here)


def run_here(module: str, folder: object, arguments: list[object]) -> None:
    import_module(module).main([*map(str, arguments)])
