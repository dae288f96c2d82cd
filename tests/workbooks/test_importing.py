"""What an import does: all or nothing, with the history of every change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection

from accounts.models import User
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    DeliveryPlan,
    Dependency,
    PlanIndicator,
    PlanPerson,
)
from risks.models import RiskAssessment
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_rule,
    make_target,
    make_user,
    set_state,
)
from tests.workbooks.books import ACTUALS, INDICATORS, PLANS, TARGETS, bring, bring_with, xlsx
from workbooks import importing
from workbooks.importing import DataMoved, NotSaved, Verdict, import_file
from workbooks.models import Import
from workbooks.saving import one_transaction

pytestmark = pytest.mark.django_db

Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"
BASE = {"Plans": PLANS, "Indicators": INDICATORS}


def counts(outcome) -> dict[str, tuple[int, ...]]:
    """New, changed, unchanged, refused of each sheet."""
    return {each.sheet.name: tuple(each.counts.values()) for each in outcome.checked.sheets}


def targets_of(code: str) -> list[tuple]:
    rows = Target.objects.filter(indicator__code=code).order_by("period", "from_quarter")
    return list(rows.values_list("period", "from_quarter", "value", "state"))


# All or nothing


def test_a_first_workbook_brings_everything_that_it_names():
    outcome = bring(
        **BASE,
        Targets=[TARGETS, ["NI 101", "2009/10", None, 17.8, None, "designated"]],
        Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 30, 40, 75]],
        Actions=[
            ["Plan", "Number", "Action", "Who", "Indicators fed"],
            ["NI 101", 1, "Tuition", "Schools; Health trust", "LAC02; LAC 01"],
        ],
        Action_updates=[["Plan", "Number", "Quarter", "Status"], ["NI 101", 1, Q2, "ON TRACK"]],
    )

    assert outcome.verdict == Verdict.SAVED
    assert counts(outcome)["Quarters"] == (1, 0, 0, 0)
    assert Quarter.objects.get().label == Q2
    assert Agreement.objects.get().is_live
    plan = DeliveryPlan.objects.get()
    assert {each.code for each in plan.indicators.all()} == {"LAC 01", "LAC 02", "NI 101"}
    assert targets_of("NI 101") == [("2009/10", "", Decimal("17.8"), "set")]
    figure = Actual.objects.get()
    assert (figure.numerator, figure.denominator, figure.value) == (30, 40, None)
    action = Action.objects.get()
    assert action.who == "Schools\nHealth trust"
    assert {each.code for each in action.indicators_fed.all()} == {"LAC 01", "LAC 02"}
    assert ActionUpdate.objects.get().status == "on track"


def test_the_same_file_twice_changes_nothing_the_second_time():
    sheets = BASE | {"Targets": [TARGETS, ["NI 101", "2009/10", None, 17.8]]}
    bring(**sheets)
    history = Target.history.count(), Indicator.history.count()

    second = bring(**sheets)

    assert second.verdict == Verdict.NO_CHANGES
    assert counts(second)["Indicators"] == (0, 0, 3, 0)
    assert (Target.history.count(), Indicator.history.count()) == history
    assert Import.objects.count() == 1


def test_one_wrong_row_among_many_saves_nothing():
    outcome = bring(**BASE, Targets=[TARGETS, ["NI 101", "2009/11", None, 15]])
    assert outcome.verdict == Verdict.NOTHING_SAVED
    assert counts(outcome)["Targets"] == (0, 0, 0, 1)
    assert not DeliveryPlan.objects.exists()
    assert not Indicator.objects.exists()
    assert not Import.objects.exists()


def test_a_dry_run_says_what_would_be_saved_and_saves_nothing():
    outcome = bring_with({"dry_run": True}, **BASE)
    assert outcome.verdict == Verdict.WOULD_SAVE
    assert counts(outcome)["Indicators"] == (3, 0, 0, 0)
    assert not Indicator.objects.exists()


def test_a_warning_that_nobody_accepted_saves_nothing():
    sheets = BASE | {"Actuals": [ACTUALS, ["LAC 01", Q1, Q2, "final", None, None, 17.8]]}
    assert bring_with({"accept_warnings": False}, **sheets).verdict == Verdict.NOTHING_SAVED
    assert bring(**sheets).verdict == Verdict.SAVED


def test_what_the_database_refuses_leaves_nothing_half_done(monkeypatch):
    def refuse(self, changes, saving):
        raise DatabaseError("locked\nrow")

    monkeypatch.setattr("indicators.sheets.Targets.save", refuse)
    with pytest.raises(NotSaved, match=r"nothing was saved: try once more\. It said: locked row"):
        bring(**BASE, Targets=[TARGETS, ["NI 101", "2009/10", None, 15]])
    assert not Indicator.objects.exists()


def test_a_file_that_cannot_be_imported_is_told_to_whoever_loads_it(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(**BASE, Targets=[TARGETS, ["NI 101", "2009/11", None, 15]]))
    with pytest.raises(NotSaved, match='Targets!B2: "2009/11" is not a year: write 2009/10'):
        import_file(path, accept_warnings=True)
    with pytest.raises(NotSaved, match="cannot be read"):
        import_file(tmp_path / "none.xlsx")


@pytest.mark.django_db(transaction=True)
def test_an_import_is_made_on_the_data_as_they_were_at_its_beginning():
    with one_transaction():
        assert connection.in_atomic_block
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW transaction_isolation")
                assert cursor.fetchone() == ("repeatable read",)


# What stands about it afterwards


def test_every_change_has_its_history_with_the_person_and_the_reason():
    officer = make_officer()
    make_quarter(Q2)
    make_actual(indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2))

    bring_with(
        {"by": officer, "reason": "Recount"},
        Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 31, 40], ["LAC 01", Q2, Q2, "final", 9, 40]],
    )

    changed = Actual.history.get(history_type="~")
    assert (changed.history_user, changed.numerator) == (officer, 31)
    assert changed.history_change_reason == "Recount (import of book.xlsx)"
    new = Actual.objects.get(period=Q2)
    assert new.entered_by == officer
    assert new.history.get().history_user == officer


def test_the_import_stands_with_its_file_its_checksum_and_its_changes():
    officer = make_officer()
    content = xlsx(**BASE)
    record = importing.import_content("plan.xlsx", content, by=officer, reason="First").record

    record.refresh_from_db()
    assert (record.name, record.by, record.reason, record.state) == (
        "plan.xlsx",
        officer,
        "First",
        "saved",
    )
    assert bytes(record.content) == content
    assert len(record.checksum) == 64
    plan = next(each for each in record.changes if each["sheet"] == "Plans")
    assert plan["key"] == [["Plan", "NI 101"]]
    assert ["Area", None, "Worcestershire"] in plan["fields"]


def test_a_change_is_kept_with_its_old_and_its_new_value():
    make_quarter(Q2)
    make_actual(indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2))
    headings = [*ACTUALS, "Expected", "Reason"]
    row = ["LAC 01", Q1, Q2, "final", 31, 40, None, date(2010, 1, 4), "Recount"]

    record = bring(Actuals=[headings, row]).record

    assert record.changes == [
        {
            "sheet": "Actuals",
            "row": 2,
            "kind": "changed",
            "key": [["Indicator", "LAC 01"], ["Period", Q1], ["Reported in", Q2]],
            "fields": [
                ["Numerator", 30, 31],
                ["Expected", None, "2010-01-04"],
                ["Reason", None, "Recount"],
            ],
        }
    ]


# Cells and columns


def test_a_blank_cell_means_blank_and_a_missing_column_leaves_things_as_they_are():
    indicator = make_indicator(code="LAC 01", purpose="Kept", lead="Taken out")
    make_rule(indicator=indicator, good_is="lower")

    bring(Indicators=[["Code", "Lead"], ["LAC 01", None]])

    indicator.refresh_from_db()
    assert (indicator.purpose, indicator.lead) == ("Kept", "")
    assert indicator.rules.get().good_is == "lower"


def test_text_that_begins_like_a_formula_is_kept_as_text():
    make_plan(reference="P")
    rows = [["Plan", "Number", "Risk"], ["P", 1, "=HYPERLINK(1)"], ["P", 2, "-10% of tutors"]]
    bring(Risks=rows)
    assert list(DeliveryPlan.objects.get().risks.values_list("risk", flat=True)) == [
        "=HYPERLINK(1)",
        "-10% of tutors",
    ]


def test_a_marker_in_the_place_of_a_value_is_kept_as_it_is_written():
    make_indicator(code="LAC 01")
    bring(Actuals=[[*ACTUALS, "Marker"], ["LAC 01", Q1, Q2, "final", None, None, "SUPP"]])
    figure = Actual.objects.get()
    assert (figure.marker, figure.value) == ("SUPP", None)


# Targets and baselines


def test_a_blank_from_is_the_open_round_and_the_old_version_stays():
    indicator = make_annual_indicator(code="NI 101")
    make_target(indicator=indicator, period="2009/10", value=15)
    make_quarter(Q2, "published")
    make_quarter(Q3, "open")

    outcome = bring_with(
        {"reason": "Agreed anew"}, Targets=[TARGETS, ["NI 101", "2009/10", None, 17.8]]
    )

    assert outcome.verdict == Verdict.SAVED
    assert targets_of("NI 101") == [
        ("2009/10", "", Decimal(15), "set"),
        ("2009/10", Q3, Decimal("17.8"), "set"),
    ]
    assert Target.objects.get(from_quarter=Q3).reason == "Agreed anew"


def test_a_blank_from_that_says_what_is_in_force_changes_nothing():
    indicator = make_annual_indicator(code="NI 101")
    make_target(indicator=indicator, period="2009/10", value=15, reason="First")
    make_quarter(Q3, "open")
    assert bring(Targets=[TARGETS, ["NI 101", "2009/10", None, 15]]).verdict == Verdict.NO_CHANGES


def test_a_target_that_no_published_round_was_judged_by_is_changed_in_its_place():
    indicator = make_annual_indicator(code="NI 101")
    make_target(indicator=indicator, period="2009/10", from_quarter=Q3, value=15)
    make_quarter(Q3, "open")

    bring_with({"reason": "Slip"}, Targets=[TARGETS, ["NI 101", "2009/10", Q3, "To be agreed"]])

    assert targets_of("NI 101") == [("2009/10", Q3, None, "to be agreed")]
    assert Target.objects.get().reason == "Slip"


def test_a_changed_baseline_is_a_new_version_with_its_reason():
    headings = [*INDICATORS[0], "Baseline", "Baseline period", "Reason"]
    bring(Plans=PLANS, Indicators=[headings, [*INDICATORS[1], 2.4, "2007/08", "As printed"]])
    make_quarter(Q2, "published")
    make_quarter(Q3, "open")
    changed = [headings, [*INDICATORS[1], 2.5, "2007/08", "As printed"]]

    refused = bring(Indicators=changed)
    assert [str(each) for each in refused.problems] == [
        "Indicators!I2: the baseline is changed, and the reason is the one kept already: say why "
        "under Reason, or give one reason for the import"
    ]
    assert bring_with({"reason": "Recount"}, Indicators=changed).verdict == Verdict.SAVED

    rows = Baseline.objects.order_by("from_quarter")
    assert list(rows.values_list("from_quarter", "value", "reason")) == [
        ("", Decimal("2.4"), "As printed"),
        (Q3, Decimal("2.5"), "Recount"),
    ]
    assert bring(Indicators=changed).verdict == Verdict.NO_CHANGES


def test_a_changed_rule_holds_from_the_open_round_on():
    bring(**BASE)
    make_quarter(Q2, "published")
    make_quarter(Q3, "open")
    stricter = [*INDICATORS[0], "Tolerance", "Tolerance kind"]

    bring(Indicators=[stricter, [*INDICATORS[1], 1, "children"]])

    rules = IndicatorRule.objects.filter(indicator__code="NI 101").order_by("from_quarter")
    assert list(rules.values_list("from_quarter", "tolerance", "tolerance_kind")) == [
        ("", Decimal(10), "% of target"),
        (Q3, Decimal(1), "children"),
    ]


def test_a_baseline_may_say_why_there_is_none():
    headings = [*INDICATORS[0], "Baseline", "Baseline period"]
    bring(Plans=PLANS, Indicators=[headings, [*INDICATORS[1], "To be agreed", "2007/08"]])
    assert (Baseline.objects.get().state, Baseline.objects.get().value) == ("to be agreed", None)


def test_a_baseline_is_not_taken_out_by_a_blank_cell():
    headings = [*INDICATORS[0], "Baseline", "Baseline period"]
    bring(Plans=PLANS, Indicators=[headings, [*INDICATORS[1], 2.4, "2007/08"]])
    outcome = bring(Indicators=[headings, [*INDICATORS[1], None, None]])
    assert "Indicators!I2: a baseline changes only openly" in str(outcome.problems[0])


def test_a_new_indicator_in_the_middle_of_the_years_is_judged_from_the_open_round_on():
    make_quarter(Q2, "published")
    make_quarter(Q3, "open")
    bring(**BASE)
    assert set(IndicatorRule.objects.values_list("from_quarter", flat=True)) == {Q3}


# Who and what belongs together


def test_people_are_made_with_their_parts_and_sign_in_by_an_invitation():
    make_plan(reference="NI 101")
    make_plan(reference="NI 99")
    headings = ["E-mail", "Name", "Office", "Plan", "Part"]
    bring(
        People=[
            headings,
            ["Lead@Council.example", "Leo", None, "ni101", "lead"],
            ["lead@council.example", "Leo", None, "NI 99", "contributor"],
            ["board@council.example", "Bea", "board member", None, None],
        ]
    )

    lead = User.objects.get(email="lead@council.example")
    assert (lead.name, lead.username, lead.has_usable_password()) == ("Leo", lead.email, False)
    address = EmailAddress.objects.get(user=lead)
    assert (address.email, address.verified, address.primary) == (lead.email, True, True)
    assert set(lead.parts.values_list("plan__reference", "part")) == {
        ("NI 101", "lead"),
        ("NI 99", "contributor"),
    }
    assert User.objects.get(email="board@council.example").is_board_member


def test_a_part_is_given_changed_and_taken_from_somebody_who_is_there():
    plan = make_plan(reference="NI 101")
    make_user(email="a@council.example", name="Ann")
    headings = ["E-mail", "Name", "Plan", "Part"]

    for part in ("lead", "contributor", None):
        row = ["a@council.example", "Ann", "NI 101", part]
        assert bring(People=[headings, row]).verdict == Verdict.SAVED
        assert list(PlanPerson.objects.values_list("part", flat=True)) == ([part] if part else [])
        assert bring(People=[headings, row]).verdict == Verdict.NO_CHANGES
    assert plan.people.count() == 0


def test_an_indicator_moves_to_another_plan():
    bring(**BASE)
    make_plan(reference="LAC Health")
    bring(Indicators=[INDICATORS[0], ["LAC 01", "lac health", *INDICATORS[2][2:]]])
    (link,) = PlanIndicator.objects.filter(indicator__code="LAC 01")
    assert link.plan.reference == "LAC Health"
    assert PlanIndicator.history.filter(history_type="-").count() == 1


def test_a_dependency_on_two_indicators_in_one_cell_is_two():
    make_plan(reference="NI 101")
    make_indicator(code="NI 99")
    bring(
        Dependencies=[["Plan", "LAA priority"], ["NI 101", "NI99/NI100"]],
        Dependency_updates=[
            ["Plan", "LAA priority", "Quarter", "Status"],
            ["NI 101", "NI 99", Q2, "at risk"],
        ],
    )
    assert list(Dependency.objects.values_list("priority", "indicator__code")) == [
        ("NI 99", "NI 99"),
        ("NI 100", None),
    ]


def test_a_dependency_finds_its_indicator_when_that_is_brought_later():
    make_plan(reference="NI 101")
    bring(Dependencies=[["Plan", "LAA priority"], ["NI 101", "LAC 01"]])
    bring(**BASE)
    assert Dependency.objects.get().indicator.code == "LAC 01"


def test_parts_of_an_indicator_may_stand_before_the_whole():
    headings = [*INDICATORS[0], "Part of"]
    part = ["NI 102a", "NI 101", *INDICATORS[1][2:], "NI 102b"]
    whole = ["NI 102b", "NI 101", *INDICATORS[1][2:], None]
    bring(Plans=PLANS, Indicators=[headings, part, whole])
    assert Indicator.objects.get(code="NI 102a").part_of.code == "NI 102b"


def test_comparators_share_their_series():
    make_indicator(code="LAC 01")
    headings = ["Indicator", "Comparator", "Period", "Value", "Comparable", "Because", "Source"]
    bring(
        Comparators=[
            headings,
            ["LAC 01", "England", "2007/08", 48.3, "yes", None, "SFR"],
            ["LAC 01", "England", "2008/09", Decimal("50.7"), "no", "Another measure", "SFR"],
        ]
    )
    assert Comparator.objects.count() == 1
    assert ComparatorValue.objects.count() == 2


def test_a_second_agreement_stands_beside_the_live_one_and_that_is_said():
    bring(**BASE)
    other = ["NI 99", "Level 4", "Another agreement", "Shire", "2011/12", "2013/14"]
    outcome = bring(Plans=[PLANS[0], other])
    assert not Agreement.objects.get(title="Another agreement").is_live
    assert "is the live agreement" in str(outcome.checked.notes[0])


def test_risks_are_rated_and_closed_with_a_word():
    make_plan(reference="P")
    headings = ["Plan", "Number", "Quarter", "Impact", "Likelihood", "State", "Commentary"]
    bring(
        Risks=[["Plan", "Number", "Risk"], ["P", 1, "Too few tutors"]],
        Risk_assessments=[
            headings,
            ["P", 1, Q1, "nil", None, None, None],
            ["P", 1, Q2, "Low", "High", "closed", "Tutors were found"],
        ],
    )
    assert list(RiskAssessment.objects.values_list("impact", "likelihood", "state")) == [
        ("Nil", "", "open"),
        ("Low", "High", "closed"),
    ]


def test_history_before_the_first_opened_round_can_be_brought():
    make_indicator(code="LAC 01")
    make_quarter(Q3, "open")
    old = "2007/08 Q1"
    assert bring(Actuals=[ACTUALS, ["LAC 01", old, old, "final", 30, 40]]).verdict == "saved"
    assert Quarter.objects.get(label=old).state == "not opened"


# In two steps


def received(officer, **sheets):
    return importing.receive("book.xlsx", xlsx(**sheets), by=officer)


def test_a_file_waits_with_its_preview_until_it_is_confirmed():
    officer = make_officer()
    record = received(officer, **BASE)
    assert (record.state, Indicator.objects.count()) == ("checked", 0)

    importing.confirm(record.pk, by=officer, reason="")

    record.refresh_from_db()
    assert (record.state, Indicator.objects.count()) == ("saved", 3)
    with pytest.raises(NotSaved, match="does not wait any more"):
        importing.confirm(record.pk, by=officer, reason="")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_confirm_at_the_same_moment_save_once():
    officer = make_officer()
    record = received(officer, **BASE)

    def press() -> str:
        try:
            return importing.confirm(record.pk, by=officer, reason="").state
        except NotSaved as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        ends = [each.result() for each in [people.submit(press), people.submit(press)]]

    assert sorted(each == "saved" for each in ends) == [False, True]
    assert Indicator.history.count() == 3


def test_what_is_not_what_was_previewed_is_not_saved():
    officer = make_officer()
    indicator = make_indicator(code="LAC 01")
    figure = make_actual(indicator=indicator, period=Q1, reported_in=make_quarter(Q2))
    record = received(
        officer, Actuals=[[*ACTUALS, "Why"], ["LAC 01", Q1, Q2, "final", 30, 40, None, "Rain"]]
    )
    Actual.objects.filter(pk=figure.pk).update(why="Snow")

    with pytest.raises(DataMoved):
        importing.confirm(record.pk, by=officer, reason="")

    figure.refresh_from_db()
    assert figure.why == "Snow"
    importing.renew(record)
    assert (record.state, record.changes) == ("clashes", [])
    with pytest.raises(DataMoved):
        importing.confirm(record.pk, by=officer, reason="")
    importing.decide(record, {record.preview["clashes"][0]["mark"]: "theirs"})
    assert record.changes[0]["fields"] == [["Why", "Snow", "Rain"]]
    importing.confirm(record.pk, by=officer, reason="")
    figure.refresh_from_db()
    assert figure.why == "Rain"


def test_what_is_doubtful_is_not_saved_unless_it_is_accepted():
    officer = make_officer()
    make_indicator(code="LAC 01")
    make_quarter(Q2)
    rows = [ACTUALS, ["LAC 01", Q1, Q2, "final", 30, 40, None, None, "stray"]]
    record = received(officer, Actuals=rows)
    assert record.preview["warnings"]["count"] == 1

    with pytest.raises(NotSaved, match="confirm first that what is asked about is right"):
        importing.confirm(record.pk, by=officer)
    assert not Actual.objects.exists()

    importing.confirm(record.pk, by=officer, accept_warnings=True)
    assert Actual.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_what_needs_a_reason_is_not_saved_without_one(reason):
    officer = make_officer()
    indicator = make_indicator(code="LAC 01")
    figure = make_actual(indicator=indicator, period=Q1, reported_in=make_quarter(Q2))
    record = received(officer, Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 31, 40]])

    with pytest.raises(NotSaved, match="say why what is listed here is changed"):
        importing.confirm(record.pk, by=officer, accept_warnings=True, reason=reason)

    figure.refresh_from_db()
    assert figure.numerator == 30
    importing.confirm(record.pk, by=officer, accept_warnings=True, reason="Recount")
    figure.refresh_from_db()
    assert figure.numerator == 31


def test_a_quarter_published_meanwhile_stops_what_was_previewed():
    officer = make_officer()
    make_indicator(code="LAC 01")
    make_quarter(Q2, "open")
    record = received(officer, Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 30, 40]])
    set_state(Q2, "published")
    with pytest.raises(DataMoved):
        importing.confirm(record.pk, by=officer, reason="")
    assert not Actual.objects.exists()


def test_a_file_that_is_put_aside_is_not_kept():
    record = received(make_officer(), **BASE)
    importing.drop(record)
    record.refresh_from_db()
    assert (record.state, bytes(record.content)) == ("dropped", b"")


def test_many_new_and_changed_figures_are_written_in_few_statements(
    django_assert_max_num_queries,
):
    bring(**BASE)
    first = FinancialQuarter(1991, 1)
    quarters = [first.plus(each).label for each in range(60)]

    def figures(numerator: int) -> list[list]:
        rows = [["LAC 01", each, each, "final", numerator, 90] for each in quarters]
        return [ACTUALS, *rows]

    with django_assert_max_num_queries(60):
        assert bring(Actuals=figures(30)).verdict == Verdict.SAVED
    with django_assert_max_num_queries(60):
        again = bring_with({"reason": "Recount"}, Actuals=figures(31))
    assert counts(again)["Actuals"] == (0, 60, 0, 0)
    assert Actual.history.filter(history_type="~").count() == 60
