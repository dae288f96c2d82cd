"""Whether a page is fit for everybody: what axe-core finds, on a desk and on a telephone."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDINGS = """async standards => {
    const found = await axe.run(
        {runOnly: standards, resultTypes: ["violations"], preload: false}
    );
    return found.violations.flatMap(
        each => each.nodes.map(node => [each.id, node.target.join(" ")])
    );
}"""
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}

# What others' code gives us: on which pages, which rule, and what it is. Anything else that is
# found fails the test.
UPSTREAM = (
    (
        r"^/imports/|^/returns/.*/upload/",
        "label-content-name-mismatch",
        "GOV.UK Frontend's file upload shows “Choose file or drop file” beside its label",
    ),
    (
        r"^/returns/|^/imports/[0-9]+/document/",
        "aria-allowed-attr",
        "GOV.UK Frontend's radios that reveal a question say so with aria-expanded",
    ),
    (r"^/admin/", "target-size", "Django's filters and paths are 20 pixels high"),
    (r"^/admin/", "link-in-text-block", "Django underlines no link in its path of pages"),
    (r"^/admin/.*/(add|change)/", "empty-table-header", "Django's head above inline rows"),
    (r"^/admin/.*/(add|change)/", "aria-input-field-name", "Select2, which Django brings"),
    (r"^/admin/\w+/\w+/$", "label-title-only", "Django's search box has a picture for a label"),
)


def findings(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now, but for what is known upstream."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    path = urlsplit(page.url).path
    return [
        f"{rule}: {element}"
        for rule, element in page.evaluate(FINDINGS, STANDARDS)
        if not any(re.search(where, path) and rule == known for where, known, _ in UPSTREAM)
    ]


def unfitness(page: Page) -> list[str]:
    """What is wrong with the page on a desk and on a telephone; left at the size of a desk."""
    found = []
    for size in (TELEPHONE, DESK):
        page.set_viewport_size(size)
        found += [f"{each}, {size['width']} pixels wide" for each in findings(page)]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{width} pixels do not fit into {size['width']}")
    return found
