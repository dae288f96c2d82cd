"""Rule 14, codes: one form for each, and which there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.codes import NotACode, code_order, read_code, read_codes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NI101", "NI 101"),
        ("NI 101", "NI 101"),
        ("ni 0101", "NI 101"),
        ("NI-101", "NI 101"),
        (" ni  -  101 ", "NI 101"),
        ("NI\u00a0101", "NI 101"),
        ("NI 1", "NI 1"),
        ("NI 199", "NI 199"),
        ("NI 30", "NI 30"),
        ("NI 32", "NI 32"),
        ("NI 102a", "NI 102a"),
        ("NI102 A", "NI 102a"),
        ("LAC 01", "LAC 01"),
        ("lac1", "LAC 01"),
        ("LAC-200", "LAC 200"),
        ("LAC 31", "LAC 31"),
    ],
)
def test_a_code_has_one_form(written, code):
    assert read_code(written) == code


@pytest.mark.parametrize(
    ("written", "number"),
    [("NI 31", "31"), ("NI 200", "200"), ("NI 0", "0"), ("NI 1000", "1000"), ("NI 31a", "31")],
)
def test_the_national_set_runs_from_1_to_199_without_31(written, number):
    with pytest.raises(NotACode) as refused:
        read_code(written)

    assert str(refused.value) == (
        f"NI {number} is not a national indicator: write one from NI 1 to NI 199, without NI 31"
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("NI99/NI100", '"NI99/NI100" is not a code: write one code for each'),
        (
            "NI99/nonsense",
            '"NI99/nonsense" is not a code: write letters and a number, such as NI 101',
        ),
        ("NI 101;", '"NI 101;" is not a code: write letters and a number, such as NI 101'),
        ("101", '"101" is not a code: write letters and a number, such as NI 101'),
        ("NI", '"NI" is not a code: write letters and a number, such as NI 101'),
        ("NI 101ab", '"NI 101ab" is not a code: write letters and a number, such as NI 101'),
        ("", '"" is not a code: write letters and a number, such as NI 101'),
        ("Children's services", "write letters and a number, such as NI 101"),
        ("NI 1234567", "write letters and a number, such as NI 101"),
    ],
)
def test_what_is_no_code_is_refused_saying_what_to_write(written, sentence):
    with pytest.raises(NotACode) as refused:
        read_code(written)

    assert str(refused.value).endswith(sentence)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("NI99/NI100", ["NI 99", "NI 100"]),
        ("NI 99 and NI 100", ["NI 99", "NI 100"]),
        ("NI 99; NI 100\nLAC 01, NI 102a & NI 1", ["NI 99", "NI 100", "LAC 01", "NI 102a", "NI 1"]),
        ("NI 101", ["NI 101"]),
        (" ; ", []),
    ],
)
def test_a_cell_may_name_several_codes(written, codes):
    assert read_codes(written) == codes


def test_one_wrong_code_among_several_is_refused():
    with pytest.raises(NotACode, match="NI 31 is not a national indicator"):
        read_codes("NI 99/NI 31")


def test_codes_sort_as_people_count():
    codes = ["NI 102b", "NI 100", "LAC 02", "NI 99", "NI 102a", "words", "LAC 01", "NI 102"]

    assert sorted(codes, key=code_order) == [
        "LAC 01", "LAC 02", "NI 99", "NI 100", "NI 102", "NI 102a", "NI 102b", "words",
    ]  # fmt: skip


@given(st.integers(1, 199).filter(lambda number: number != 31), st.sampled_from(["", "a", "z"]))
def test_a_code_round_trips(number, part):
    code = read_code(f"NI {number}{part}")

    assert read_code(code) == code == f"NI {number}{part}"
    assert read_code(code.lower().replace(" ", "")) == code


@given(st.text())
def test_whatever_is_written_gives_a_code_or_a_sentence(written):
    assert code_or_sentence(written)


def code_or_sentence(written):
    try:
        return read_code(written)
    except NotACode as refused:
        return str(refused)
