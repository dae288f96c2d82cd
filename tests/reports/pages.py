"""Pages drawn of sample reports: everything as served, save that the report is given."""

import re
from dataclasses import dataclass, replace

from django.http import Http404

from indicators.disclosure import Audience
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from reports.audiences.access import Reading
from reports.reading.objects import IndicatorReport, PlanReport, QuarterlyReport, Stamp
from tests.look.markup import find, text
from tests.reports import samples

QUARTERS = [FinancialQuarter(2009, 3), FinancialQuarter(2009, 2), FinancialQuarter(2009, 1)]


@dataclass(frozen=True)
class SampleReading(Reading):
    """A reading that gives these reports, whoever reads."""

    reports: dict
    given_stamp: Stamp
    own: frozenset = frozenset()

    @property
    def stamp(self):
        return self.given_stamp

    @property
    def is_published(self):
        return self.given_stamp.state == "published"

    @property
    def own_plans(self):
        return set(self.own)

    def quarterly_report(self) -> QuarterlyReport:
        return self.found("quarter")

    def plan_report(self, slug) -> PlanReport:
        return self.found(f"plan/{slug}")

    def indicator_report(self, slug) -> IndicatorReport:
        """The one that is given; else one that tells no more than its line in the quarter's."""
        for line in self.quarterly_report().lines:
            if line.slug == slug and f"indicator/{slug}" not in self.reports:
                return IndicatorReport(self.given_stamp, line)
        return self.found(f"indicator/{slug}")

    def found(self, key):
        if key not in self.reports:
            raise Http404(key)
        return replace(self.reports[key], stamp=self.given_stamp)


USUAL = {
    "quarter": samples.quarterly_report(),
    "plan/ni-101": samples.plan_report(),
    "plan/ni-7": samples.BARE_PLAN,
    "indicator/ni-101": samples.indicator_report(),
    "indicator/lac-01": samples.quarterly_indicator(line={"code": "LAC 01", "slug": "lac-01"}),
}


class Pages:
    """Ask for pages as somebody: `pages.of(user)` gives them, `pages.show(…)` says what of."""

    def __init__(self, client, monkeypatch):
        self.client = client
        self.monkeypatch = monkeypatch
        self.user = None
        self.show()

    def as_(self, user):
        self.user = user
        self.client.force_login(user)
        return self

    def show(self, stamp=None, own=(), **reports):
        """Give these reports: quarter=…, or plan=… and indicator=… for NI 101."""
        named = {key if key == "quarter" else f"{key}/ni-101": it for key, it in reports.items()}
        given = {"reports": USUAL | named, "given_stamp": stamp or samples.stamp()}

        def read(user, quarter=None, audience=None, release=None):
            label = quarter.label if quarter else given["given_stamp"].quarter
            asked = Audience(audience) if audience in ("board", "public") else None
            return SampleReading(
                user=user,
                round=Quarter(label=label),
                asked=asked,
                release=None,
                choices=QUARTERS,
                own=frozenset(own),
                **given,
            )

        self.monkeypatch.setattr("reports.audiences.frames.reading_for", read)
        self.monkeypatch.setattr(
            "reports.audiences.frames.latest_reading",
            lambda user, audience=None: read(user, None, audience),
        )
        return self

    def nothing_yet(self):
        self.monkeypatch.setattr("reports.audiences.frames.latest_reading", lambda *given: None)
        self.monkeypatch.setattr("reports.audiences.frames.readable_quarters", lambda user: [])
        return self

    def get(self, address, status=200):
        response = self.client.get(address)
        assert response.status_code == status, response.status_code
        return Page(response)


class Page:
    """A page as it came."""

    def __init__(self, response):
        self.response = response
        self.html = response.content.decode()
        self.context = response.context

    @property
    def words(self) -> str:
        """All that can be read on it, with single spaces, in its main part."""
        (main,) = find(self.html, "main")
        return re.sub(r"\s+", " ", text(main))

    @property
    def title(self) -> str:
        (heading,) = find(self.html, "h1")
        return text(heading)

    def all(self, tag, **attributes):
        return find(self.html, tag, **attributes)

    def links(self) -> dict:
        """Each link of the main part: its words and its address."""
        (main,) = find(self.html, "main")
        return {text(each): each[1].get("href", "") for each in find(main[2:], "a")}

    def rows(self, caption) -> list[list[str]]:
        """The cells of every row of the table with this caption, headings first."""
        for table in self.all("table"):
            if any(caption in text(each) for each in find(table[2:], "caption")):
                return [
                    [text(cell) for cell in row[2:] if not isinstance(cell, str)]
                    for row in find(table[2:], "tr")
                ]
        raise AssertionError(f"no table is called {caption}")
