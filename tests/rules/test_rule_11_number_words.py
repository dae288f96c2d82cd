"""Which texts may say how many: they draw a warning beside a figure that is hidden."""

import pytest

from reports.disclosure.number_words import has_number


@pytest.mark.parametrize(
    "text",
    [
        "5 of them", "Only the older ones", "All twelve", "No one passed", "one child",
        "Nil return", "A quarter of them left", "A lone boy", "the second girl", "The fifth to go",
        "two fifths", "Neither passed", "the twentieth", "5 at Key Stage 2", "Key Stage 2: 5",
        "Key Stage 2 and 5 others", "Key Stage 25", "One year 5 left", "3 May 2009",
        "In Year 11: 3",
    ],
)  # fmt: skip
def test_a_text_with_a_digit_or_a_number_word_is_noticed(text):
    assert has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "No child did", "No young person passed", "no looked-after children passed",
        "No Redditch child did", "No Year 11 pupil did", "No\u00a0child did", "Not a child passed",
        "There weren’t any young people who passed", "No passes",
        "Nobody", "No-one did", "None did",
    ],
)  # fmt: skip
def test_none_of_them_is_noticed(text):
    assert has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Every young person passed", "All of them did", "Each pupil passed", "Everyone passed",
        "Every looked after child in Year 11 did", "The whole cohort passed",
        "They passed, without exception", "half of them", "½", "about ⅓ did", "① left",
        "Both passed", "It doubled", "They halved it",
    ],
)  # fmt: skip
def test_all_or_a_part_of_them_is_noticed(text):
    assert has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "An individual missed the exam", "one person", "The only one", "A young person passed",
        "The child who moved away was ill", "a pupil was excluded", "This boy also passed",
        "Another young person narrowly missed grade C",
    ],
)  # fmt: skip
def test_one_of_them_is_noticed(text):
    assert has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tutors are in place", "Someone often late", "The wonderful", "At Key Stage 2",
        "Key Stages 3 and 4 tutors", "key stages 2, 3 and 4", "Our KS2 tutors", "This quarter",
        "A quarterly return", "The quarter ended", "Seconded staff", "Anilla",
        "Sept 2009 / Jan 2010", "Tutors for year 10 and Year 11",
    ],
)  # fmt: skip
def test_a_text_without_numbers_is_not(text):
    assert not has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "No service was interrupted", "No change of plans for children", "No hall was found yet",
        "Every Child Matters", "In every district", "every child's plan", "A place for every child",
        "Support with each young person", "sent to each child’s own address",
        "An individual education plan", "monitoring of individual attainment",
        "when a child moves placement", "Support follows the child", "The pupil premium",
        "A child's worker was appointed", "each term",
        "ISL support focuses on year 10 and year 11 achievement",
        "Aim Higher Programme Targets LAC and Young People",
        "The group was small", "the whole service",
    ],
)  # fmt: skip
def test_what_plans_say_all_the_time_is_not(text):
    assert not has_number(text)
