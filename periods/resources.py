"""The table of quarters, and what tables of quarterly records share."""

from accounts.tables.resources import SheetResource, TableMeta
from periods.models import Quarter, round_states
from periods.sheets import Quarters
from periods.today import today
from sheets.descriptions import Book


class InRounds(SheetResource):
    """A table whose rules look at where the rounds stand."""

    def make_book(self) -> Book:
        book = super().make_book()
        return Book(book.sheets.values(), round_states(), today())


class QuartersTable(InRounds):
    """The rounds and their dates. Where a round stands comes about in the product."""

    sheet = Quarters

    class Meta(TableMeta):
        model = Quarter
