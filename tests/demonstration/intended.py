"""What a reader of the demonstration is meant to see. Reports' tests compare with this too."""

from pathlib import Path

WORKBOOK = (
    Path(__file__).resolve().parents[2] / "laa_tracker" / "demonstration" / "worcestershire.xlsx"
)

# As an officer sees it on 11 January 2010: Quarters 1 and 2 of 2009/10 published, Quarter 3 open.
QUARTERS = ("2009/10 Q1", "2009/10 Q2", "2009/10 Q3")
STATUSES = {
    "LAC 01": ("close", "met", "awaited"),
    "LAC 02": ("met", "close", "missed"),
    "LAC 03": ("missed", "close", "met"),
    "LAC 03a": ("no target", "no target", "no target"),
    "LAC 03b": ("no target", "no target", "no target"),
    "LAC 04": ("close", "met", "missed"),
    "LAC 05": ("met", "not available", "close"),
    "LAC 06": ("close", "met", "not available"),
    "LAC 07": ("close", "met", "met"),
    "LAC 08": ("suppressed", "close", "suppressed"),
    "LAC 09": ("context", "context", "context"),
    "LAC 10": ("met", "missed", "met"),
    "LAC 11": ("no target", "no target", "no target"),
    "LAC 12": ("not due", "close", "close"),
    "LAC 13": ("not due", "not due", "not due"),
    "LAC 14": ("not due", "not due", "met"),
    "NI 63": ("not due", "not due", "not due"),
    "NI 99": ("not due", "close", "met"),
    "NI 100": ("not due", "not returned", "awaited"),
    "NI 101": ("not due", "missed", "missed"),
}

# Forecasts stand beside the status and are never counted with results.
FORECASTS = {
    ("LAC 12", "2009/10 Q1"): "forecast to meet",
    ("LAC 12", "2009/10 Q3"): "forecast to be close",
    ("NI 63", "2009/10 Q2"): "forecast to be close",
    ("NI 63", "2009/10 Q3"): "forecast to meet",
    ("NI 99", "2009/10 Q1"): "forecast to meet",
    ("NI 100", "2009/10 Q1"): "forecast to be close",
    ("NI 100", "2009/10 Q2"): "forecast to be close",
    ("NI 100", "2009/10 Q3"): "forecast to be close",
    ("NI 101", "2009/10 Q1"): "forecast to miss",
}

# Hidden from the public audience by the figure's own size (rule 11, before secondary masking).
MASKED = {
    ("LAC 03a", "2009/10 Q1"),
    ("LAC 03b", "2009/10 Q1"),
    ("LAC 03b", "2009/10 Q2"),
    ("LAC 03b", "2009/10 Q3"),
    ("LAC 08", "2009/10 Q2"),
    ("LAC 14", "2009/10 Q3"),
    ("NI 101", "2009/10 Q1"),
    ("NI 101", "2009/10 Q2"),
}
