"""The rules, asked about the workbook's rows, give every status that a reader is meant to see."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.expectations import (
    Accumulation,
    Against,
    Expectations,
    Frequency,
    Report,
    Round,
    RoundState,
    Standing,
    compared_with,
    position,
)
from indicators.performance import GoodIs, Rule, Status, Tolerance, ToleranceKind, rate
from indicators.performance import rate_forecast as rate_a_forecast
from indicators.values import Figure, Unit
from periods.calendar import FinancialQuarter, YearType, read_period, read_quarter
from tests.demonstration.intended import FORECASTS, QUARTERS, STATUSES

TODAY = date(2010, 1, 11)
DUE = date(2010, 1, 15)
ROUNDS = {
    "2009/10 Q1": Round(RoundState.PUBLISHED),
    "2009/10 Q2": Round(RoundState.PUBLISHED),
    "2009/10 Q3": Round(RoundState.OPEN, DUE),
}
PLACES = [(code, quarter) for code in STATUSES for quarter in QUARTERS]


class Sheets:
    """The workbook's rows, as the rules look at them."""

    def __init__(self, book):
        self.measures = {row["Code"]: row for row in book["Indicators"]}
        self.targets = book["Targets"]
        self.actuals = book["Actuals"]

    def expectations(self, code):
        row = self.measures[code]
        year_type = YearType(row["Year type"])
        baseline = row.get("Baseline period")
        return Expectations(
            Frequency(row["Frequency"]),
            year_type,
            tuple(row.get(f"Q{number} expects", "") for number in (1, 2, 3, 4)),
            read_period(baseline, year_type) if baseline else None,
        )

    def reports(self, code):
        year_type = YearType(self.measures[code]["Year type"])
        return [
            Report(
                read_period(row["Period"], year_type),
                read_quarter(row["Reported in"]),
                Standing(row["Standing"]),
                suppressed="Marker" in row,
                key=row,
            )
            for row in self.actuals
            if row["Indicator"] == code
        ]

    def figure(self, row):
        measure = self.measures[row["Indicator"]]
        unit, per = Unit(measure["Unit"]), measure.get("Per")
        if "Numerator" in row:
            return Figure(row["Numerator"], row["Denominator"], unit=unit, per=per)
        return Figure(value=Decimal(str(row["Value"])), unit=unit, per=per)

    def rule(self, code):
        row = self.measures[code]
        tolerance = Tolerance(Decimal(row["Tolerance"]), ToleranceKind(row["Tolerance kind"]))
        return Rule(GoodIs(row["Good is"]), row["Decimals"], tolerance)

    def target(self, code, period, quarter):
        """The target the figure of that period is judged by in that quarter, or None."""
        if not period.is_quarter:
            return self.target_of(code, period.label, quarter)
        own = self.target_of(code, period.label, quarter)
        year = self.target_of(code, period.whole_year.label, quarter)
        against = compared_with(
            Accumulation(self.measures[code]["Accumulation"]),
            period.quarter,
            quarter_has_target=own is not None,
            year_has_target=year is not None,
        )
        return {Against.QUARTER: own, Against.YEAR: year, Against.NOTHING: None}[against]

    def target_of(self, code, period, quarter):
        versions = [
            row
            for row in self.targets
            if (row["Indicator"], row["Period"]) == (code, period) and row["From"] <= quarter
        ]
        latest = max(versions, key=lambda row: row["From"], default={})
        return Decimal(str(latest["Target"])) if "Target" in latest else None

    def position(self, code, quarter, today=TODAY):
        return position(
            self.expectations(code),
            self.reports(code),
            FinancialQuarter.from_label(quarter),
            ROUNDS[quarter],
            today,
        )

    def rated(self, code, report, quarter, by):
        target = self.target(code, report.period, quarter)
        return by(self.figure(report.key), target, self.rule(code))


@pytest.fixture(scope="session")
def sheets(book):
    return Sheets(book)


@pytest.mark.parametrize(("code", "quarter"), PLACES)
def test_the_rules_give_the_status_that_is_meant(sheets, code, quarter):
    found = sheets.position(code, quarter)
    status = found.status or sheets.rated(code, found.result, quarter, rate)
    assert status == STATUSES[code][QUARTERS.index(quarter)]


def test_the_rules_give_the_forecasts_that_are_meant(sheets):
    beside = {
        (code, quarter): sheets.rated(code, found.forecast, quarter, rate_a_forecast)
        for code, quarter in PLACES
        if (found := sheets.position(code, quarter)).forecast
    }
    assert beside == FORECASTS


def test_what_is_awaited_is_overdue_from_the_day_after_the_due_date(sheets):
    overdue = {
        code
        for code in STATUSES
        if sheets.position(code, "2009/10 Q3", date(2010, 1, 16)).status == Status.OVERDUE
    }
    awaited = {code for code, each in STATUSES.items() if each[2] == "awaited"}
    assert overdue == awaited == {"LAC 01", "NI 100"}
