"""The table of quarters, and what tables of quarterly records share."""

from accounts.tables.resources import SheetResource, TableMeta
from periods.models import Quarter, round_states
from periods.rounds import lock_among
from periods.sheets import Quarters
from periods.today import today
from sheets.descriptions import Book, Change


class InRounds(SheetResource):
    """A table whose rules look at where the rounds stand."""

    def make_book(self) -> Book:
        book = super().make_book()
        return Book(book.sheets.values(), round_states(), today())

    def lock(self, change: Change):
        at = self.described.reported_in
        label = change.values[at] if at and change.key else ""
        if label and (told := lock_among(self.book.rounds, label, on=self.book.on)):
            return at, told
        return super().lock(change)


class QuartersTable(InRounds):
    """The rounds and their dates. Where a round stands comes about in the product."""

    sheet = Quarters

    class Meta(TableMeta):
        model = Quarter
