"""What headings in other people's sheets usually stand for.  No Django in here.

Each list is tried from its beginning; the words are those of the heading without its period.
"""

import re

from workbooks.mapping.fields import ACTION, COUNTS, INDICATOR, PERIOD, PLAN, QUARTER, RISK, YEAR

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), field) for pattern, field in pairs)


# What is worked out here, and needs no column.
WORKED_OUT = re.compile(
    r".*\b(rag|traffic light|dot|direction of travel|trend|variance|difference|status|on target"
    r"|rank(ing)?|quartile|met|gap|change|movement)\b.*"
)
TARGET = re.compile(r".*\b(targets?|tgt|trajectory|goal|plan|planned|ambition)\b.*")
# The title of a list that has nothing but targets.
TITLE_OF_TARGETS = re.compile(
    r"(?!.*\b(actuals?|outturn|results?|performance|against|and)\b).*\btargets?\b.*"
)
BASELINE = re.compile(r".*\bbase ?-?line\b.*")
FORECAST = re.compile(r".*\b(forecast|estimate[ds]?|expected|projected|projection|predicted)\b.*")
RESULT = re.compile(
    r".*\b(actuals?|outturn|out-turn|results?|performance|values?|achieved|achievement"
    r"|figures?|score"
    r"|ytd|year to date|latest|current|position|data|reported)\b.*"
)
YEAR_TO_DATE = re.compile(
    r"(cumulative )?(ytd|(year )?to date|cumulative|cum\.?)( (figure|actual|result|total)s?)?"
)
# Beside a period: the figure of all of it.
OF_THE_WHOLE = re.compile(r"(quarter(ly)? |qtr |overall )?(totals?|all|overall)")
# Beside a period or a kind of figure: how certain the figures of its column are.
STANDING = re.compile(
    r"\b(provisional|prov\.?|interim|unvalidated|final|validated|confirmed|restated)(?![a-z])"
)
LAST_YEAR = re.compile(r".*\b(last|previous|prior) (year|fy)('?s)?\b.*")
NUMERATOR = re.compile(r".*\b(numerator|num)\b.*")
DENOMINATOR = re.compile(r".*\b(denominator|denom|den|cohort size|out of)\b.*")
COMPARATOR = re.compile(
    r".*\b(england|national|statistical neighbours?|stat neighbours?|neighbours?|regional?"
    r"|west midlands|benchmark|peers?|family group|comparators?|all pupils|similar)\b.*"
)
# Words of a quarter: which one they are about, their column does not say.
COMMENTARY = {"Actuals.why", "Actuals.being_done", "Actuals.back_on_track", "Actuals.help_needed"}

INDICATORS = _rules(
    (r"(pi|ni|kpi|lpi|indicator|measure|performance indicator)?\s*"
     r"(ref\.?|reference|code|no\.?|number|id|ref\.? no\.?|reference no\.?)|ni|pi|#", INDICATOR),
    (r"plan|delivery plan|plan ref(erence)?", PLAN),
    (r"(title|name|description|short name|full title"
     r"|(performance |key |local |national )*(pi|kpi|indicator|measure)s?"
     r"( title| name| description| definition)?)", "Indicators.title"),
    (r"purpose|rationale|why it matters", "Indicators.purpose"),
    (r"(lead|responsible|accountable|named|reporting|data)( lead)? (officer|manager|person|owner)"
     r"|lead|owner|head of service|manager|contact|responsibility"
     r"|lead officer/service", "Indicators.lead"),
    (r"units?( of measure(ment)?)?|uom|measure type|data type|format|measured (in|as)"
     r"|type", "Indicators.unit"),
    (r"polarity|good (is|to be|performance( is)?)|(desired )?direction|aim( to)?|better( is)?"
     r"|(high|low|higher|bigger).*\b(better|good)\b.*|good performance"
     r"|what is good\??", "Indicators.good_is"),
    (r"(reporting |collection |data |measure )?frequency( of reporting)?|how often"
     r"|reported how often",
     "Indicators.frequency"),
    (r"year type|type of year|reporting year", "Indicators.year_type"),
    (r"accumulation|cumulative( or snapshot)?|calculation|aggregation"
     r"|cumulative\?", "Indicators.accumulation"),
    (r"decimals|decimal places|dp", "Indicators.decimals"),
    (r"tolerance( %)?", "Indicators.tolerance"),
    (r"(technical )?definition|how (it is )?(calculated|measured)", "Indicators.definition"),
    (r"cohort", "Indicators.cohort"),
    (r"(data )?source", "Actuals.source"),
    (r"(provisional|final|standing|status of (the )?(data|figure))( or final"
     r"|/final)?", "Actuals.standing"),
    (r"period|(fin(ancial|\.)? ?)?(year|yr)|fy|date|reporting period|period covered", PERIOD),
    (r"(reporting )?(quarter|qtr)( (end(ed|ing)?|to))?|reported in", QUARTER),
    (r"target status|target state|state", "Targets.state"),
    (r"(comments?|commentary|narrative|explanation|remarks|reasons? for( the)? (variance"
     r"|performance)"
     r"|performance comment(s|ary)?|officer comments?|latest (note|comment|commentary)|why"
     r"|notes?|context)",
     "Actuals.why"),
    (r"(corrective |improvement |remedial |mitigating |recovery )?actions?( (being )?(taken"
     r"|planned|required))?"
     r"|what (is being|are we) do(ne|ing).*|being done|next steps", "Actuals.being_done"),
    (r"n of n|counts?|number of.* of .*|num(erator)? ?/ ?denom(inator)?", COUNTS),
    (r"comparator|compared with|benchmark group", "Comparators.comparator"),
    (r"comparable", "Comparators.comparable"),
)  # fmt: skip
ACTIONS = _rules(
    (r"(action|activity|task|ref|item)?\s*(no\.?|number|ref\.?|id|#)|#", ACTION),
    (r"plan|delivery plan|plan ref(erence)?|theme ref", PLAN),
    (r"(key |agreed |planned )?(actions?|activit(y|ies)|tasks?|what|what will we do\??)"
     r"( description| to be taken| required)?", "Actions.action"),
    (r"who|by whom|lead( officer)?|responsible( officer| person)?|owner|responsibility"
     r"|action owner",
     "Actions.who"),
    (r"when|by when|deadline|due( date)?|target date|timescales?|completion date"
     r"|target completion date"
     r"|end date|date due|timeframe", "Actions.when"),
    (r"(milestones?|success (measures?|criteria)|measures? of success|outcomes?|outputs?"
     r"|intended outcome|milestones ?/ ?success measures?)", "Actions.success_measure"),
    (r"resources?( implications| required)?|costs?|budget"
     r"|funding", "Actions.resource_implications"),
    (r"(current |progress |action )?(status|rag|rag status"
     r"|rag rating)( rag)?", "Action updates.status"),
    (r"progress( update| to date| report| note)?|updates?|latest (update|progress|note)"
     r"|comments?|commentary"
     r"|position statement", "Action updates.commentary"),
    (r"quarter|qtr|reporting quarter", QUARTER),
    (r"(financial )?year|fy", YEAR),
    (r"indicators?( fed)?|linked (pi|kpi|indicator)s?|measures?", "Actions.indicators_fed"),
)  # fmt: skip
RISKS = _rules(
    (r"(risk)?\s*(no\.?|number|ref\.?|id|#|reference)|#", RISK),
    (r"plan|delivery plan|plan ref(erence)?", PLAN),
    (r"(key )?risks?( description| title| event|/issue)?|description( of risk)?"
     r"|what could go wrong\??",
     "Risks.risk"),
    (r"(mitigat\w+|controls?|how managed|management|treatment|response|existing controls)"
     r"( actions?| measures?| in place| plan)?|how (will it be"
     r"|is it) managed\??", "Risks.how_managed"),
    (r"(risk )?(owner|lead( officer)?|responsible( officer)?)|who", "Risks.owner"),
    (r"(current |residual |net )?(impact|severity|consequence)( score"
     r"| rating)?", "Risk assessments.impact"),
    (r"(current |residual |net )?(likelihood|probability)( score"
     r"| rating)?", "Risk assessments.likelihood"),
    (r"(risk )?(status|state|open/closed|open or closed)", "Risk assessments.state"),
    (r"comments?|commentary|updates?|progress|latest note", "Risk assessments.commentary"),
    (r"quarter|qtr|reporting quarter", QUARTER),
    (r"(financial )?year|fy", YEAR),
)  # fmt: skip
