"""A customer with a browser: one cookie, and a shop that may fail for a while."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookies import SimpleCookie

__all__ = ["Customer", "ShopError"]

_SECONDS = 60
"""How long a shop may take to start or to find the new primary, on a machine that is busy."""


class ShopError(Exception):
    """An answer that is no 2xx."""


class Customer:
    """A browser that visits one shop."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self.session = ""

    def asks(self, method: str, path: str) -> str:
        """The answer's text; the cookie is kept. Raises `ShopError` or `OSError`."""
        request = urllib.request.Request(f"{self._base}{path}", method=method)
        if self.session:
            request.add_header("Cookie", f"SESSION={self.session}")
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:
                cookies = SimpleCookie(response.headers.get("Set-Cookie", ""))
                if "SESSION" in cookies:
                    self.session = cookies["SESSION"].value
                return response.read().decode()
        except urllib.error.HTTPError as error:
            raise ShopError(f"{method} {path}: {error.code}") from error

    def tries(self, method: str, path: str, watch: Callable[[], None]) -> tuple[str, int]:
        """The first answer that is one, and how many were none; `watch` raises if waiting is in vain."""
        deadline, failed = time.monotonic() + _SECONDS, 0
        while True:
            watch()
            try:
                return self.asks(method, path), failed
            except (OSError, ShopError) as error:
                failed += 1
                if time.monotonic() > deadline:
                    raise ShopError(f"{method} {path}: no answer for {_SECONDS} s; the last was: {error}") from error
                time.sleep(0.2)
