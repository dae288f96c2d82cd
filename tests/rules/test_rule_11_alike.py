"""Words that may mean the same: an officer is asked, and nothing is guessed."""

import pytest

from reports.disclosure.alike import may_be_one_cohort
from reports.disclosure.ties import as_one_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Year 11", "Year 11 children"), ("Year 11", "Year 11 pupils"), ("Year 11", "Year 11s"),
        ("Year 11", "Year-11 looked after children"), ("Year 11", "Looked after, in year 11"),
        ("Year 11 pupils", "Year 11 students"), ("Yr 11", "Year 11"), ("Y11 LAC", "Year 11"),
        ("Year 11", "LAC in year 11, looked after for 12 months or more"),
        ("Year 11", "Key Stage 4"), ("KS4", "Pupils at the end of Key Stage 4"),
        ("Key Stage 2", "Year 6"), ("Children", "Looked after children"), ("LAC", "All in care"),
        ("Care leavers", "Care leaver"), ("Care leavers", "Young care leavers"),
        ("Year 11", "Year 11 placed outside the county"), ("School age", "Of school age"),
    ],
)  # fmt: skip
def test_cohorts_that_may_be_the_same_children_are_asked_about(one, other):
    assert may_be_one_cohort(as_one_word(one), as_one_word(other))
    assert may_be_one_cohort(as_one_word(other), as_one_word(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Year 11", "Year 10"), ("Year 11 children", "Year 10 pupils"), ("Year 11", "Year 10/11"),
        ("Year 11", "Key Stage 2"), ("Key Stage 4", "Year 10"),
        ("Year 11", "Looked after children"),
        ("Year 11", "Year 11 girls"), ("Year 11 boys", "Year 11 girls"), ("SEN", "Non-SEN"),
        ("Year 11", "Care leavers"), ("Care leavers aged 19", "Care leavers aged 21"),
        ("Year 11", "Year 1"), ("Looked after for 12 months", "Year 12"),
    ],
)  # fmt: skip
def test_cohorts_of_others_are_not(one, other):
    assert not may_be_one_cohort(as_one_word(one), as_one_word(other))
    assert not may_be_one_cohort(as_one_word(other), as_one_word(one))
