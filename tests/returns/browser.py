"""A return's pages as a browser has them: what a form shows, sent back with some boxes changed."""

from html.parser import HTMLParser


class Shown(HTMLParser):
    """What a page shows: the boxes of its forms as they would be sent, and what is told."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.boxes: dict[str, str] = {}
        self.every_name: list[str] = []
        self.problems: list[str] = []
        self._text, self._into = "", ""
        self._in_summary = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name:
            self._take_input(given)
        elif tag == "textarea":
            self._into, self._text = f"box {name}", ""
        elif tag == "select":
            self._select, self._offered = name, []
        elif tag == "option":
            self._offered.append(given.get("value", ""))
            if "selected" in given or len(self._offered) == 1:
                self._keep(self._select, given.get("value", ""))
        elif "govuk-error-summary__list" in given.get("class", ""):
            self._in_summary = True
        elif tag == "li" and self._in_summary:
            self._into, self._text = "problem", ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line break after the tag is no part of the text.
            self._keep(self._into.removeprefix("box "), self._text.removeprefix("\n"))
            self._into = ""
        elif tag == "ul":
            self._in_summary = False
        elif tag == "li" and self._into == "problem":
            self.problems.append(" ".join(self._text.split()))
            self._into = ""

    def handle_data(self, data):
        if self._into:
            self._text += data

    def _take_input(self, given):
        kind = given.get("type", "text")
        self.every_name.append(given["name"])
        if kind in {"radio", "checkbox"} and "checked" not in given:
            return
        self._keep(given["name"], given.get("value") or ("on" if kind == "checkbox" else ""))

    def _keep(self, name, value):
        self.every_name.append(name)
        self.boxes[name] = value


def shown(response) -> Shown:
    return Shown(response.content.decode())


def boxes(response) -> dict[str, str]:
    """What the page would send if nobody touched it, less what only a browser keeps."""
    return {
        name: text
        for name, text in shown(response).boxes.items()
        if name not in {"csrfmiddlewaretoken", "csp-nonce"}
    }


def problems(response) -> list[str]:
    """The error summary, line by line."""
    return shown(response).problems


def send(client, address: str, typed: dict | None = None, *, then="next", draft=False, **headers):
    """Open a page, type into its boxes, and send it. A box set to None is not sent."""
    page = boxes(client.get(address)) | (typed or {}) | {"then": then}
    sent = {name: text for name, text in page.items() if text is not None}
    return post(client, address, sent, draft=draft, **headers)


def post(client, address: str, sent: dict, *, draft=False, **headers):
    """Send a form; `draft` as a page does that saves itself."""
    if draft:
        headers["HTTP_X_SAVES"] = "draft"
    return client.post(address, sent, **headers)
