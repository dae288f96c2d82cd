"""Report objects are frozen dataclasses like any other, but for how fast one is made."""

from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from reports.reading.records import record


@record
class Kept:
    code: str
    number: int = 0
    others: list = field(default_factory=list)


@dataclass(frozen=True)
class Usual:
    code: str
    number: int = 0
    others: list = field(default_factory=list)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("NI 101",), {}),
        (("NI 101", 3), {}),
        ((), {"number": 3, "code": "NI 101"}),
        (("NI 101",), {"others": [1]}),
    ],
)
def test_it_holds_what_a_frozen_dataclass_would(given, named):
    ours, usual = Kept(*given, **named), Usual(*given, **named)

    assert vars(ours) == vars(usual)
    assert repr(ours) == repr(usual).replace("Usual", "Kept")
    assert [each.name for each in fields(ours)] == ["code", "number", "others"]


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("NI 101", 1, [], 2), {}), (("NI 101",), {"other": 1})]
)
def test_what_is_missing_or_too_much_is_refused_as_ever(given, named):
    with pytest.raises(TypeError):
        Usual(*given, **named)
    with pytest.raises(TypeError):
        Kept(*given, **named)


def test_it_never_changes_and_is_equal_to_its_like():
    first = Kept("NI 101", 3)

    with pytest.raises(FrozenInstanceError):
        first.number = 4
    assert replace(first, number=4) == Kept("NI 101", 4)
    assert first == Kept("NI 101", 3) != Kept("NI 101", 4)


def test_what_it_makes_for_itself_it_shares_with_nobody():
    first, second = Kept("NI 101"), Kept("NI 101")
    first.others.append(1)

    assert second.others == []


def test_a_record_with_more_to_it_is_refused():
    with pytest.raises(TypeError, match="more to it"):

        @record
        class Checked:
            code: str

            def __post_init__(self):
                raise AssertionError("would be left out")

    with pytest.raises(TypeError, match="more to it"):

        @record
        class WorkedOut:
            code: str = field(init=False)
