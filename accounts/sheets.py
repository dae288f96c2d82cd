"""The sheet People, as far as it is about the person; `plans.sheets` adds the parts in plans."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Office, User
from accounts.services import keep_address
from sheets.cells import Cell
from sheets.columns import Column, Layout, longest, read_text, text, word
from sheets.descriptions import Book, Change, Sheet, Values

AN_ADDRESS = "an address such as name@council.example"
LONGEST_ADDRESS = longest(User, "email")


def read_email(cell: Cell) -> str:
    """The address in a cell, in small letters. Raises ValueError."""
    address = read_text(cell).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f'"{address}" is not an e-mail address: write {AN_ADDRESS}') from None
    if len(address) > LONGEST_ADDRESS:
        raise ValueError(f"this has {len(address)} characters: shorten it to {LONGEST_ADDRESS}")
    return address


class People(Sheet):
    """Who may sign in, and the office each holds."""

    name = "People"
    key: ClassVar[tuple[str, ...]] = ("email",)
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "E-mail",
            "email",
            read_email,
            normal=str.lower,
            required=AN_ADDRESS,
            layout=Layout.TEXT,
            hint="One row for each person and plan they have a part in",
        ),
        text("Name", "name", longest=longest(User, "name")),
        word("Office", "office", Office, hint="Blank for service managers and leads"),
    )

    def rows(self):
        for user in User.objects.active().order_by("username"):
            yield person_values(user)

    def missing(self, key):
        return f"there is nobody with the e-mail {key[0]}: add them under People"

    def problems_of_all(self, changes: list[Change], book: Book):
        yield from disagreements(changes)
        yield from sign_in_names_taken(changes, book)
        yield from no_officer_left(changes, book)

    def save(self, changes, saving):
        save_people(changes, saving)


def person_values(user: User) -> Values:
    return {"email": user.email, "name": user.name, "office": user.office, "pk": user.pk}


def everybody(book: Book) -> dict[str, User]:
    """Each person by e-mail, those who may no longer sign in too."""
    return book.once("everybody", lambda book: {each.email: each for each in User.objects.all()})


def disagreements(changes: list[Change]):
    """Rows that call one person by two names, or give them two offices."""
    first: dict[str, Change] = {}
    for change in changes:
        said = first.setdefault(change.values["email"], change)
        for attribute, what in (("name", "name"), ("office", "office")):
            ours = said.values[attribute]
            if change.values[attribute] != ours:
                yield (
                    change.row,
                    attribute,
                    f"{said.row.called} gives this person the {what} "
                    f"“{ours or 'blank'}”: write the same in both rows",
                )


def sign_in_names_taken(changes: list[Change], book: Book):
    people = everybody(book)
    names = {user.username.lower() for user in people.values()}
    for change in changes:
        email = change.values["email"]
        if email and email not in people and email in names:
            yield (
                change.row,
                "email",
                f"somebody with another address signs in with the name {email}: change their "
                "sign-in name first",
            )


def no_officer_left(changes: list[Change], book: Book):
    """Nobody could let anybody in again."""
    offices = {each.email: each.office for each in everybody(book).values() if each.is_active}
    if Office.OFFICER not in offices.values():
        return
    losing = [each for each in changes if offices.get(each.values["email"]) == Office.OFFICER]
    for change in changes:
        offices[change.values["email"]] = change.values["office"]
    if Office.OFFICER not in offices.values():
        for change in losing[-1:]:
            yield (
                change.row,
                "office",
                "no performance officer would be left: make somebody else one first",
            )


def save_people(changes: list[Change], saving: Any) -> dict[str, User]:
    """New people, who sign in by an invitation, and changed ones. Gives each by e-mail."""
    people = {each.email: each for each in User.objects.all()}
    for change in changes:
        values = change.values
        user = people.get(values["email"])
        if user is None:
            people[values["email"]] = add_person(values, saving)
        elif (user.name, user.office) != (values["name"], values["office"]):
            user.name, user.office = values["name"], values["office"]
            saving.save(user)
    return people


def add_person(values: Values, saving: Any) -> User:
    user = User(
        username=values["email"],
        email=values["email"],
        name=values["name"],
        office=values["office"],
    )
    user.set_unusable_password()
    saving.save(user)
    keep_address(user)
    return user
