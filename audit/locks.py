"""The log is added to and stays: the database sees to it, save for the head, which moves."""

from audit.models import HEAD, Entry, Sight
from periods.triggers import KEPT, Guard, append_only, install


def guards() -> list[Guard]:
    """Every guard on the tables of this room."""
    table = Entry._meta.db_table
    return [
        Guard(table, f"OLD.number <> {HEAD} OR NEW.number <> {HEAD}", KEPT, ("UPDATE",)),
        Guard(table, "", KEPT, ("DELETE",)),
        append_only(Sight),
    ]


def install_locks(using: str, **kwargs) -> None:
    """Put the guards in place; called after every migrate."""
    install(guards(), using)
