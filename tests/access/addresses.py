"""Every address that the URLconf knows, as the routes that Django's resolver reports."""

from collections.abc import Iterator

from django.urls import Resolver404, URLResolver, get_resolver, resolve


def routes() -> set[str]:
    """Every route: `plans/<slug:slug>/`, `admin/plans/action/<path:object_id>/change/`."""
    return set(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^" if before else "")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def route_of(address: str) -> str | None:
    """The route that answers an address, its query left aside; None where there is none."""
    try:
        return resolve(address.partition("?")[0]).route
    except Resolver404:
        return None
