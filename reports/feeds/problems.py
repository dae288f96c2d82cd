"""What is answered where a feed cannot be: a sentence as JSON (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import HttpResponse

# What a person typed is told back so far.
LONGEST_QUOTE = 40


class Problem(Exception):
    """Why there is no feed to give: a status, and a sentence that says what to do."""

    def __init__(self, status: HTTPStatus, detail: str, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}

    def response(self) -> HttpResponse:
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
        }
        return HttpResponse(
            json.dumps(told, ensure_ascii=False),
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
        )


def quoted(typed: str) -> str:
    """What was typed, cut where it is long."""
    short = typed[:LONGEST_QUOTE]
    return f"“{short}…”" if len(typed) > LONGEST_QUOTE else f"“{short}”"
