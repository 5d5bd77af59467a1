"""Requests to a tool on this machine, and a count of what was changed. Runs on the machine, under Python 3.9."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from typing import Any

__all__ = ["Rest", "RestError", "differs", "wait"]


_WORDS = frozenset(
    (
        "authScheme",
        "contentDisposition",
        "groupType",
        "layoutPolicy",
        "protocol",
        "versionPolicy",
        "writePolicy",
    )
)
"""Fields whose values are Nexus' own words (its REST interface's description, `enum`)."""

_SECONDS = 60
"""How long one answer may take, as long as the load balancer gives the tools. Our judgement."""

_SHOWN = 500
"""Characters of an answer that are shown: a page of HTML is not."""


class RestError(Exception):
    """A tool answered with something else than what was to be expected."""


class Rest:
    """A tool's REST interface; `changes` has a line for each thing that was changed."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        """At `address`, with these headers on every request."""
        self._address, self._headers = address, headers
        self.changes: list[str] = []

    def get(self, path: str, missing: bool = False) -> Any:
        """What is there; None if it is not, where that is to be expected (`missing`)."""
        status, body = self._send("GET", path)
        if status == 404 and missing:
            return None
        return self._taken("GET", path, status, body)

    def change(self, says: str, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        """Change something, and remember what `says`."""
        status, answer = self._send(method, path, body, kind)
        taken = self._taken(method, path, status, answer)
        self.changes.append(says)
        return taken

    def status(self, path: str, method: str = "GET", body: Any = None) -> int:
        """Only how it answers."""
        return self._send(method, path, body)[0]

    def _taken(self, method: str, path: str, status: int, body: bytes) -> Any:
        if not 200 <= status < 300:
            text = body.decode("utf-8", "replace")[:_SHOWN]
            raise RestError(f"{method} {path} was answered {status}: {text}")
        try:
            return json.loads(body) if body else None
        except ValueError:
            return body.decode("utf-8", "replace")

    def _send(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> tuple[int, bytes]:
        data: bytes | None = None
        headers = dict(self._headers)
        if body is not None:
            data = (body if kind == "text/plain" else json.dumps(body)).encode()
            headers["Content-Type"] = kind
        request = urllib.request.Request(self._address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def differs(wanted: Any, found: Any) -> bool:
    """Whether something that is wanted is not so; what else is there is somebody else's.

    Names in a list may stand in any order. Nexus' own words may be answered in capitals or without (`ALLOW_ONCE`); of
    everything else each letter counts.
    """
    said: Any = wanted
    there: Any = found
    if isinstance(wanted, dict):
        return not isinstance(found, dict) or any(_differs(key, value, there.get(key)) for key, value in said.items())
    if isinstance(wanted, list) and isinstance(found, list):
        return sorted(map(str, said)) != sorted(map(str, there))
    return bool(wanted != found)


def _differs(key: str, wanted: Any, found: Any) -> bool:
    if key in _WORDS and isinstance(found, str):
        return bool(wanted.lower() != found.lower())
    return differs(wanted, found)


def wait(rest: Rest, path: str, seconds: float, pause: float = 5.0) -> None:
    """Until it is well. Raises `RestError` when that takes longer."""
    end = time.monotonic() + seconds
    while True:
        try:
            if rest.status(path) == 200:
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise RestError(f"{path} was not well after {seconds:.0f} seconds")
        time.sleep(pause)
