"""One table in and out of a spreadsheet, by django-import-export."""
