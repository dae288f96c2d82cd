"""The demonstration's workbook, read as it stands in the file. No Django in here."""

import pytest
from openpyxl import load_workbook

from tests.demonstration.intended import WORKBOOK


@pytest.fixture(scope="session")
def book():
    """Each sheet's rows, as dictionaries from heading to cell; empty cells are left out."""
    opened = load_workbook(WORKBOOK)
    return {sheet.title: rows_of(sheet) for sheet in opened.worksheets}


def rows_of(sheet):
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            heading: cell
            for heading, cell in zip(headings, row, strict=True)
            if cell not in (None, "")
        }
        for row in rows
    ]
