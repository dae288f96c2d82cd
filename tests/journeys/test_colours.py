"""Nothing is told by a colour alone: as who sees no colours sees it, and on paper."""

import base64
import re
from itertools import combinations, pairwise, product

import pytest

pytestmark = pytest.mark.e2e

DASHBOARD = "/dashboard/2009-q2/"
VISIONS = [
    "achromatopsia",
    "deuteranopia",
    pytest.param("protanopia", marks=pytest.mark.thorough),
    pytest.param("tritanopia", marks=pytest.mark.thorough),
]
# As a printer draws that leaves grounds out, save where the sheet asks for them.
WITHOUT_GROUNDS = "*:not(.laa-matrix td) { background: none !important; }"
CHIPS = "main [class^=laa-status--]"
IN_GREY = """async image => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${image}`;
    await picture.decode();
    const sheet = new OffscreenCanvas(40, 40).getContext("2d");
    sheet.drawImage(picture, 0, 0, 40, 40);
    const {data} = sheet.getImageData(0, 0, 40, 40);
    const light = ([red, green, blue]) => Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    return Array.from({length: 1600}, (_, each) => light(data.slice(4 * each, 4 * each + 3)));
}"""
# From how much darker or lighter two dots are told apart, and in what share of a picture.
SIDE, SLIP, APART, SHARE = 40, 3, 60, 0.04


@pytest.fixture
def seen(site, arrive, new_context):
    """A function that opens an address as somebody sees it, and gives what is seen of a part of
    the page: the light of each of 40 by 40 dots."""

    def see(address, vision, *, on_paper=False):
        page = arrive(site, "board", viewport={"width": 1280, "height": 900}, device_scale_factor=4)
        page.goto(address)
        page.context.new_cdp_session(page).send(
            "Emulation.setEmulatedVisionDeficiency", {"type": vision}
        )
        if on_paper:
            page.emulate_media(media="print")
            page.evaluate(
                """words => {
                    const sheet = new CSSStyleSheet();
                    sheet.replaceSync(words);
                    document.adoptedStyleSheets = [sheet];
                }""",
                WITHOUT_GROUNDS,
            )
        darkroom = new_context().new_page()

        def light_of(part, **clip):
            picture = page.screenshot(clip=clip) if clip else part.screenshot()
            return darkroom.evaluate(IN_GREY, base64.b64encode(picture).decode())

        return page, light_of

    return see


def differ(one: list[int], other: list[int]) -> bool:
    """Whether they differ however they are laid over each other, for parts of a page begin within
    its dots.
    """
    room = range(SLIP, SIDE - SLIP)
    inside = [SIDE * row + column for row in room for column in room]
    slips = range(-SLIP, SLIP + 1)
    return all(
        sum(abs(one[each] - other[each + SIDE * down + right]) >= APART for each in inside)
        >= SHARE * len(inside)
        for down, right in product(slips, slips)
    )


def alike(pictures: dict[str, list[int]]) -> list[tuple[str, str]]:
    """Which of them cannot be told apart."""
    return [
        (one, other)
        for one, other in combinations(pictures, 2)
        if not differ(pictures[one], pictures[other])
    ]


def test_colours_alone_are_found_to_be_alike():
    """Red and green of one light, as `alike` must see them, and a cross beside a tick."""
    plain, cross = [90] * 1600, ([90] * 4 + [200] * 4) * 200
    assert alike({"missed": plain, "met": [*plain], "close": cross}) == [("missed", "met")]


@pytest.mark.parametrize("vision", VISIONS)
def test_each_status_has_a_word_and_a_shape_of_its_own(seen, vision):
    told_apart_by_words_and_shapes(*seen(DASHBOARD, vision))


def test_each_status_has_them_on_paper_without_colours_or_grounds(seen):
    told_apart_by_words_and_shapes(*seen(DASHBOARD, "achromatopsia", on_paper=True))


def told_apart_by_words_and_shapes(page, light_of):
    chips = [each for each in page.locator(CHIPS).all() if each.is_visible()]
    for chip in chips:
        assert chip.locator("b").is_visible()
        assert chip.inner_text().strip()

    kinds = {each.get_attribute("class"): each for each in reversed(chips)}
    words = {kind: each.inner_text().strip() for kind, each in kinds.items()}
    assert len(kinds) >= 8
    assert len({*words.values()}) == len(kinds)
    shapes = {
        words[kind]: light_of(each.locator("svg").first)
        for kind, each in kinds.items()
        if each.locator("svg").count()
    }
    assert len(shapes) >= 8
    assert alike(shapes) == []


@pytest.mark.parametrize("on_paper", [False, True], ids=["screen", "paper"])
@pytest.mark.parametrize("address", ["/indicators/ni-101/", "/indicators/ni-99/?as_at=2009-q1"])
def test_the_marks_of_a_chart_are_told_apart_without_colours(seen, address, on_paper):
    page, light_of = seen(address, "achromatopsia", on_paper=on_paper)
    chart = page.get_by_role("img").filter(has_text="Target").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    scale = box["width"] / chart.evaluate("svg => svg.viewBox.baseVal.width")
    bottom = max(
        float(each.get_attribute("y"))
        for each in chart.locator("text").all()
        if re.fullmatch(r"\d{4}/\d{2}", each.text_content())
    )

    marks = {}
    for row in chart.locator("text[x='46']").all():
        y = float(row.get_attribute("y"))
        if y > bottom:
            top = box["y"] + (y - 12) * scale
            marks[row.text_content()] = light_of(
                chart, x=box["x"], y=top, width=44 * scale, height=16 * scale
            )
    blank = [255] * 1600
    meant = {words: light for words, light in marks.items() if differ(light, blank)}
    assert {"Result", "Target"} <= {*meant} or {"Forecast", "Target"} <= {*meant}
    assert len(meant) >= 4
    assert alike(meant) == []


def test_the_milestones_of_a_time_line_are_told_apart_without_colours(seen):
    page, light_of = seen(DASHBOARD, "achromatopsia")
    chart = page.get_by_role("img", name=re.compile("milestones?:")).first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    scale = box["width"] / chart.evaluate("svg => svg.viewBox.baseVal.width")

    states = {}
    for word in ("done", "due", "late"):
        text = chart.locator("text").filter(has_text=re.compile(f"^{word}$")).last
        x, y = (float(text.get_attribute(each)) for each in "xy")
        left, top = box["x"] + (x - 19) * scale, box["y"] + (y - 12) * scale
        states[word] = light_of(chart, x=left, y=top, width=16 * scale, height=16 * scale)
    assert alike(states) == []


def test_figure_and_target_of_each_chart_on_the_dashboard_stand_in_words_beside_it(seen):
    page, _ = seen(DASHBOARD, "achromatopsia")
    rows = page.get_by_role("region", name="Needs your attention").get_by_role("listitem").all()

    assert len(rows) == 8
    for row in rows:
        assert row.get_by_role("img").count() == 2
        assert re.search(r"target \S", row.inner_text())


@pytest.mark.parametrize("on_paper", [False, True], ids=["screen", "paper"])
def test_how_serious_a_risk_is_is_told_apart_without_colours_and_in_words(seen, on_paper):
    page, light_of = seen(DASHBOARD, "achromatopsia", on_paper=on_paper)
    matrix = page.locator(".laa-matrix").first
    matrix.scroll_into_view_if_needed()

    bands = {}
    for cell in matrix.locator("tbody td").all():
        (word,) = re.findall(r"(Low|Medium|High) risk", cell.text_content())[:1]
        box = cell.bounding_box()
        corner = light_of(cell, x=box["x"] + 3, y=box["y"] + 3, width=3, height=3)
        bands.setdefault(word, set()).add(round(sum(corner) / len(corner)))
    assert {*bands} == {"Low", "Medium", "High"}
    assert all(len(each) == 1 for each in bands.values())
    lights = sorted(each.pop() for each in bands.values())
    assert min(b - a for a, b in pairwise(lights)) >= 15
