"""Which release a browser got, in a cookie: whoever began with one gets its scripts, too.

A page of a Next.js release names scripts that only this release has. Shared out request by request, a page of the old
one would ask the new one for them and get 404.
"""

from __future__ import annotations

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.ingress.routes import Host, Route

__all__ = ["keeping", "kept", "release_cookie"]

_COOKIE = "x2bee-release"

_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
"""For the whole host, over HTTPS alone, no script's business. Without an age: it goes with the browser's session."""


def release_cookie(host: Host, route: Route) -> str:
    """The cookie's name: one for all routes of a host that lead to the same services as its rest, others their own.

    A route to other services would else take the browser's release of the rest away. No service has `_` in its name.
    """
    services = sorted(backend.service for backend in route.to)
    same = services == sorted(backend.service for backend in host.to)
    return _COOKIE if same else "_".join((_COOKIE, *services))


def kept(cookie: str, service: str) -> istio.VirtualServiceStringMatch:
    """Requests of a browser that got this service: the header has all cookies, in any order, in one line."""
    return istio.VirtualServiceStringMatch(regex=f"(.*; ?)?{cookie}={service}(;.*)?")


def keeping(cookie: str, service: str) -> istio.VirtualServiceHeaders:
    """Tells the browser which service it got. Added: the program's own cookies stay."""
    said = f"{cookie}={service}; {_ATTRIBUTES}"
    return istio.VirtualServiceHeaders(response=istio.VirtualServiceHeaderOperations(add={"set-cookie": said}))
