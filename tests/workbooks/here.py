"""Files read in this process: one of its own for each takes longer than most tests."""

from importlib import import_module

from workbooks.marking import child as marker
from workbooks.marking import copies
from workbooks.reading import child, tables


def read_files_here(monkeypatch) -> None:
    """Let no process be started for a file; nothing limits this one."""
    for module in (child, marker):
        monkeypatch.setattr(module, "limit", lambda *seconds: None)
    for module in (tables, copies):
        monkeypatch.setattr(module, "run_child", run_here)


def run_here(module: str, folder: object, arguments: list[object]) -> None:
    import_module(module).main([*map(str, arguments)])
