"""What everybody does at a browser, by the words they see."""

import re

from playwright.sync_api import ConsoleMessage, Page, Response, expect

from tests.journeys.site import PASSWORD


class Troubles:
    """What browsers complain of: errors and violated policies, answers of 400 or more."""

    def __init__(self):
        self.told: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.told.append(f"{page.url}: {error}"))
        page.on("response", self._response)

    def take_as_meant(self, address: str, status: int) -> None:
        """Forget that this address was answered so, which the test brought about: at least once."""
        meant = [each for each in self.told if address in each and str(status) in each]
        assert meant, f"{address} was never answered {status}"
        self.told = [each for each in self.told if each not in meant]

    def _console(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.told.append(f"{said.location.get('url')}: {said.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.told.append(f"{response.url}: {response.status}")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Sign-in name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def status_of(page: Page, address: str) -> int:
    """The status with which this person is answered, without going there."""
    return page.context.request.get(address, max_redirects=5).status
