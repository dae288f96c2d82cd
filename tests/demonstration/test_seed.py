"""No word of the seed is lost: every cell of the plan document is in the workbook."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command

SEED = (Path(__file__).parent / "seed.txt").read_text(encoding="utf-8")
PLAN = "NI 101"

# The labels of the form itself, and which part of the product stands for each.
FORM = {
    "WORCESTERSHIRE LOCAL AREA AGREEMENT 2008-11 DELIVERY PLAN": "agreement's title, page heading",
    "Prepared by": "summary",
    "Date": "summary",
    "SUMMARY": "heading of a part",
    "Theme": "summary",
    "Priority": "summary",
    "Theme Group": "summary; dependencies",
    "Management Group Lead": "summary",
    "Partners": "summary",
    "Cross-Cutting Theme": "summary",
    "Indicator": "heading of a part",
    "Description": "indicator",
    "Purpose": "indicator",
    "Indicator Lead": "indicator",
    "Baseline": "indicator",
    "2008/09 Target": "targets",
    "2009/10 Target": "targets",
    "2010/11 Target": "targets",
    "Target": "targets: the designation",
    "CONSIDERATIONS": "heading of a part",
    "Is this priority dependant on any other LAA priorities?": "dependencies",
    "LAA Priority": "dependencies",
    "Arrangement for managing dependency": "dependencies; policies",
    "Have equality and diversity considerations been made?": "equality and diversity",
    "What are the significant risks associated with this priority?": "risks",
    "Risk": "risks",
    "Current Impact": "risks",
    "Current Likelihood": "risks",
    "How managed": "risks",
    "Policy, plan or strategy": "policies",
    "Responsible Theme Group or organisation": "policies",
    "Is this priority delivered through or dependant on any other policy, plan or strategy?": (
        "policies"
    ),
    "What arrangements are in place for managing performance of this priority?": "arrangements",
    "ACTIVITY PLAN": "heading of a part",
    "Action": "activity plan",
    "Who": "activity plan",
    "Milestones / Success Measure": "activity plan",
    "When": "activity plan",
    "Resource Implications": "activity plan",
    "Commentary": "activity plan",
}

# Cells in which the document fused several things: how they were joined, and the things.
FUSED = {
    "Julie Elliott, Service Development Manager, LAAC Services, Integrated Services for Looked "
    "After and Adopted Children": (
        "{}, {}, {}",
        "Julie Elliott",
        "Service Development Manager",
        "LAAC Services, Integrated Services for Looked After and Adopted Children",
    ),
    "2.4% (2007/08)": ("{} ({})", "2.4%", "2007/08"),
    "Possible flu pandemic will impact on services and placements. High levels of SEN/small "
    "numbers increases potential variable in performance": (
        "{} {}",
        "Possible flu pandemic will impact on services and placements.",
        "High levels of SEN/small numbers increases potential variable in performance",
    ),
    "Nil Low": ("{} {}", "Nil", "Low"),
    "Medium Medium": ("{} {}", "Medium", "Medium"),
    "Business Continuity Plan Intense support provided through Designated Tutor for LAC and "
    "Integrated Service for Looked After Children (ISL)": (
        "{} {}",
        "Business Continuity Plan",
        "Intense support provided through Designated Tutor for LAC and Integrated Service for "
        "Looked After Children (ISL)",
    ),
    "Children's and Young People Plan (CYPP) Corporate Parenting Strategy Safeguarding Action "
    "Plan": (
        "{} {} {}",
        "Children's and Young People Plan (CYPP)",
        "Corporate Parenting Strategy",
        "Safeguarding Action Plan",
    ),
    "NI99/NI100": ("{}/{}", "NI99", "NI100"),
}
WORDS_OF_THE_FUSED_CODES = {"NI99": "NI 99", "NI100": "NI 100"}


def seed_cells():
    """Every cell of the seed that says something, rule lines left out."""
    cells = (cell.strip() for line in SEED.splitlines() for cell in line.split("\t"))
    return [cell for cell in cells if cell and not set(cell) <= {"-"}]


def content_cells():
    return [cell for cell in seed_cells() if cell not in FORM]


def pieces_of(cell):
    _, *pieces = FUSED.get(cell, ("{}", cell))
    return [WORDS_OF_THE_FUSED_CODES.get(piece, piece) for piece in pieces]


def folded(text):
    return " ".join(str(text).split()).casefold()


def figure_as_printed(value):
    """A percentage as the plan prints it: 17.8 is 17.8%."""
    return f"{value:g}%"


def rows_of_plan(book):
    """Every row that belongs to the plan NI 101, with its percentages as printed."""
    for sheet, rows in book.items():
        for row in rows:
            if sheet != "People" and PLAN in {row.get(key) for key in ("Plan", "Indicator")}:
                yield (
                    sheet,
                    {
                        heading: figure_as_printed(cell)
                        if heading in {"Baseline", "Target"} and isinstance(cell, int | float)
                        else cell
                        for heading, cell in row.items()
                    },
                )


@pytest.fixture(scope="session")
def cells_of_plan(book):
    return {folded(cell) for _, row in rows_of_plan(book) for cell in row.values()}


def test_the_form_and_the_fused_cells_are_all_in_the_seed():
    assert set(seed_cells()) >= set(FORM) | set(FUSED)


@pytest.mark.parametrize("cell", FUSED)
def test_a_fused_cell_is_its_pieces_and_no_more(cell):
    pattern, *pieces = FUSED[cell]
    assert pattern.format(*pieces) == cell


@pytest.mark.parametrize("cell", dict.fromkeys(content_cells()))
def test_every_cell_of_the_seed_is_in_the_workbook(cells_of_plan, cell):
    assert {folded(piece) for piece in pieces_of(cell)} <= cells_of_plan


def test_every_word_of_the_seed_is_in_the_workbook_or_on_the_form(cells_of_plan):
    kept = {word for cell in cells_of_plan for word in words(cell)}
    assert words(SEED) - kept <= {word for label in FORM for word in words(label)}


# The place of each --------------------------------------------------------------------


def plan_rows(book, sheet, key="Plan"):
    return [row for row in book[sheet] if row[key] == PLAN]


def test_the_summary_stands_in_its_columns(book):
    (row,) = plan_rows(book, "Plans")
    long = {"Performance arrangements", "Equality and diversity"}
    assert {heading: cell for heading, cell in row.items() if heading not in long} == {
        "Plan": "NI 101",
        "Title": "Looked after children achieving 5 A*-C GCSEs (or equivalent) at Key Stage 4 "
        "(including English and maths)",
        "Agreement": "Worcestershire Local Area Agreement 2008-11",
        "Area": "Worcestershire",
        "First year": "2008/09",
        "Last year": "2010/11",
        "Prepared by": "Julie Elliott",
        "Post": "Service Development Manager",
        "Service": "LAAC Services, Integrated Services for Looked After and Adopted Children",
        "Date": "July 2009",
        "Theme": "Economic success that is shared by all",
        "Priority": "To remove barriers to employment and improve skills in education, "
        "employment and training",
        "Theme group": "Children and Young People's Strategic Partnership",
        "Management group lead": "Michael Hunter (WCVYS)",
        "Partners": "Worcestershire County Council",
        "Cross-cutting theme": "Community engagement",
    }
    assert row["Equality and diversity"].startswith("Looked After Children are one the most")
    assert row["Performance arrangements"].split("\n") == [
        "CYPP action plan",
        "Social Care Quarterly Report",
        "Corporate Parenting Board scrutiny function",
        "Children's Services Leadership Team",
        "Integrated Services Management Team",
    ]


def test_the_indicator_stands_in_its_columns(book):
    (row,) = plan_rows(book, "Indicators")
    expected = {
        "Code": "NI 101",
        "Title": "Looked after children achieving 5 A*-C GCSEs (or equivalent) at Key Stage 4 "
        "(including English and maths)",
        "Purpose": "The educational achievement of looked after children at GCSE level is "
        "significantly lower than all children (11.8% achieved 5A*-C in 2006). The aim of this "
        "indicator is to measure the progress towards narrowing the gap between looked after "
        "children and all children.",
        "Lead": "Julie Elliott SDM LAAC Services",
    }
    assert {heading: row[heading] for heading in expected} == expected


def test_the_indicator_is_asked_for_as_rule_9_says(book):
    (row,) = plan_rows(book, "Indicators")
    assert [row[f"Q{number} expects"] for number in (1, 2, 3, 4)] == [
        "forecast",
        "provisional",
        "final",
        "forecast",
    ]
    kind = ("Unit", "Good is", "Decimals", "Year type", "Frequency")
    assert [row[heading] for heading in kind] == ["percentage", "higher", 1, "academic", "annual"]


def test_the_baseline_keeps_no_counts(book):
    (row,) = plan_rows(book, "Indicators")
    assert (row["Baseline"], row["Baseline period"]) == (2.4, "2007/08")
    assert not {"Baseline numerator", "Baseline denominator"} & set(row)


def test_three_targets_are_designated_and_the_third_is_not_set(book):
    rows = plan_rows(book, "Targets", key="Indicator")
    kept = [(row["Period"], row.get("Target"), row["State"], row["Designation"]) for row in rows]
    assert kept == [
        ("2008/09", 15, "set", "designated"),
        ("2009/10", 17.8, "set", "designated"),
        ("2010/11", None, "not set", "designated"),
    ]


def test_one_cell_of_dependencies_is_two(book):
    assert [
        (row["LAA priority"], row["Theme group"], row["Arrangement"])
        for row in plan_rows(book, "Dependencies")
    ] == [
        (
            code,
            "Children's and Young People's Strategic Partnership",
            "To be managed through themed group and Corporate Parenting Board",
        )
        for code in ("NI 99", "NI 100")
    ]


def test_three_rows_of_risks_are_four_and_nil_is_kept(book):
    assert [(row["Number"], row["How managed"]) for row in plan_rows(book, "Risks")] == [
        (1, "Ensure numbers of LAC are monitored"),
        (2, "Ensure prevention and early intervention services are co-ordinated effectively"),
        (3, "Business Continuity Plan"),
        (
            4,
            "Intense support provided through Designated Tutor for LAC and Integrated Service "
            "for Looked After Children (ISL)",
        ),
    ]
    assert [
        (row["Number"], row["Impact"], row["Likelihood"])
        for row in plan_rows(book, "Risk assessments")
        if row["Quarter"] == "2009/10 Q1"
    ] == [(1, "Low", "Medium"), (2, "Low", "Medium"), (3, "Nil", "Medium"), (4, "Low", "Medium")]


def test_nil_is_still_the_rating_of_a_risk_as_the_plan_stands_now(book):
    latest = {row["Number"]: row for row in plan_rows(book, "Risk assessments")}
    assert {"Nil", "Low", "Medium"} <= {
        row[column] for row in latest.values() for column in ("Impact", "Likelihood")
    }


def test_three_policies_have_a_body_and_an_arrangement_each(book):
    rows = plan_rows(book, "Policies")
    assert [row["Policy, plan or strategy"] for row in rows] == [
        "Children's and Young People Plan (CYPP)",
        "Corporate Parenting Strategy",
        "Safeguarding Action Plan",
    ]
    assert {
        (row["Responsible theme group or organisation"], row["Arrangement"]) for row in rows
    } == {
        (
            "Integrated Services for Children, Young People and Families",
            "Monitoring of performance through Social Care quarterly report and CYPP action plan",
        )
    }


def seed_actions():
    """The rows of the activity plan; its heading is repeated after a page break."""
    _, _, activity = SEED.partition("ACTIVITY PLAN")
    rows = [line.split("\t") for line in activity.splitlines() if "\t" in line]
    return [[cell.strip() for cell in row] for row in rows if row[0] != "Action"]


def test_eight_actions_stand_in_order_with_all_their_columns(book):
    columns = (
        "Action",
        "Who",
        "Milestones / success measure",
        "When",
        "Resource implications",
        "Commentary",
    )
    rows = plan_rows(book, "Actions")
    assert [row["Number"] for row in rows] == list(range(1, 9))
    kept = [[" ".join(row.get(column, "").split()) for column in columns] for row in rows]
    assert kept == seed_actions()


def test_several_bodies_in_one_cell_stand_on_lines_of_their_own(book):
    assert plan_rows(book, "Actions")[0]["Who"].split("\n") == [
        "ISL",
        "Children's Services",
        "Health Services",
        "Community and Leisure providers",
    ]


DATES = {
    "September 2009": [date(2009, 9, 30)],
    "March 2010 / October 2010": [date(2010, 3, 31), date(2010, 10, 31)],
    "Sept 2009 / Jan 2010 / May 2010": [date(2009, 9, 30), date(2010, 1, 31), date(2010, 5, 31)],
    "Each quarter/ongoing": [],
    "ongoing": [],
    "Quarterly": [],
}


def test_dated_actions_have_a_milestone_for_each_date_in_the_measures_words(book):
    kept = {
        row["Number"]: [
            (each["Words"], each["First due"].date())
            for each in plan_rows(book, "Milestones")
            if each["Number"] == row["Number"]
        ]
        for row in plan_rows(book, "Actions")
    }
    assert kept == {
        row["Number"]: [(row["Milestones / success measure"], day) for day in DATES[row["When"]]]
        for row in plan_rows(book, "Actions")
    }


def test_the_people_named_in_the_plan_have_no_account(book):
    named = {name for row in book["People"] for name in (row["Name"], row["E-mail"])}
    assert not [name for name in named if re.search("elliott|hunter", name, re.IGNORECASE)]


# The page -----------------------------------------------------------------------------


def words(text):
    """Words and numbers in small letters; 15.0% is 15%, and NI99 is NI 99."""
    return set(word_list(text))


def word_list(text):
    found = re.findall(r"\d+(?:\.\d+)?%?|[a-z]+", text.casefold())
    return [re.sub(r"^(\d+)\.0(%?)$", r"\1\2", word) for word in found]


def test_words_are_read_alike_in_the_seed_and_on_the_page():
    assert word_list("15.0% of NI99/NI100 (CYPP)") == ["15%", "of", "ni", "99", "ni", "100", "cypp"]


class PageText(HTMLParser):
    """The words of a page as a reader sees them; `said` is filled by feeding it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.said = []
        self.unseen = 0

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in {"script", "style", "template"}

    def handle_endtag(self, tag):
        self.unseen -= tag in {"script", "style", "template"}

    def handle_data(self, data):
        if not self.unseen:
            self.said.append(data)


@pytest.fixture
def words_of_plan_page(client, django_user_model, settings):
    """The plan page's words in their order, as the demonstration's officer reads it."""
    settings.LAA_TODAY = date(2010, 1, 11)
    call_command("load_demonstration")
    client.force_login(django_user_model.objects.get(username="officer"))
    response = client.get("/plans/ni-101/")
    assert response.status_code == 200
    page = PageText()
    page.feed(response.content.decode())
    return word_list(" ".join(page.said))


def phrases():
    """Each cell of the seed, piece by piece and line by line, as lists of words."""
    for cell in dict.fromkeys(content_cells()):
        for piece in pieces_of(cell):
            yield from (word_list(line) for line in LISTED.get(piece, [piece]))


# Cells that the product keeps as lists, one on each line.
LISTED = {
    "ISL Children's Services Health Services Community and Leisure providers": [
        "ISL",
        "Children's Services",
        "Health Services",
        "Community and Leisure providers",
    ],
    "Numbers of Health Assessments Healthy Care Programme delivered": [
        "Numbers of Health Assessments",
        "Healthy Care Programme delivered",
    ],
    "Promote health and well being of LAC Healthy Care Programme Community & Leisure activities": [
        "Promote health and well being of LAC",
        "Healthy Care Programme",
        "Community & Leisure activities",
    ],
    "Numbers accessing mentors Attendance and exclusion performance": [
        "Numbers accessing mentors",
        "Attendance and exclusion performance",
    ],
    "CYPP action plan Social Care Quarterly Report Corporate Parenting Board scrutiny function "
    "Children's Services Leadership Team Integrated Services Management Team": [
        "CYPP action plan",
        "Social Care Quarterly Report",
        "Corporate Parenting Board scrutiny function",
        "Children's Services Leadership Team",
        "Integrated Services Management Team",
    ],
}


@pytest.mark.parametrize("cell", LISTED)
def test_a_listed_cell_is_its_lines_and_no_more(cell):
    assert cell in content_cells()
    assert " ".join(LISTED[cell]) == cell


@pytest.mark.django_db
def test_every_word_and_every_cell_of_the_seed_is_on_the_plan_page(words_of_plan_page):
    said = f" {' '.join(words_of_plan_page)} "
    assert sorted(words(SEED) - set(words_of_plan_page)) == []
    assert [phrase for phrase in phrases() if f" {' '.join(phrase)} " not in said] == []
