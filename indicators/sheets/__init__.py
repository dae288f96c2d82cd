"""What the sheets about indicators look like, one module for each."""

from indicators.sheets.actuals import Actuals
from indicators.sheets.comparators import Comparators
from indicators.sheets.indicators import Indicators
from indicators.sheets.targets import Targets

__all__ = ["Actuals", "Comparators", "Indicators", "Targets"]
