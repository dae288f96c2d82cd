"""Dates as GOV.UK writes them, where a page leaves the form to Django: the admin does.

What is typed is read by `periods.dates`; the admin's calendars write as the first of
DATE_INPUT_FORMATS, and none of these leaves a guess which of the numbers is the month.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
DATE_INPUT_FORMATS = ["%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
