"""Cronicle's API as far as the reconciler uses it, with the checks of lib/api.js and lib/api/event.js of 0.9.129.

A stand-in for tests that must be quick; `conformance/batch` asks a real one.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "the-key"
_ROWS = {"get_schedule": "event", "get_categories": "category", "get_plugins": "plugin"}


class Cronicle:
    """Its records, and what it is asked."""

    def __init__(self) -> None:
        """Nothing but what `setup` makes."""
        self.rows: dict[str, list[dict[str, Any]]] = {"event": [], "category": [], "plugin": []}
        self.asked: list[str] = []
        self.running: set[str] = set()
        self.not_primary = 0

    def answer(self, api: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """What the real one would say."""
        if self.not_primary:
            self.not_primary -= 1
            return {"code": "master", "description": "This API call can only be invoked on the master server."}
        if key != KEY:
            return {"code": "session", "description": f"API Key is invalid: {key}"}
        if api in _ROWS:
            rows = self.rows[_ROWS[api]]
            return {"code": 0, "rows": rows, "list": {"length": len(rows)}}
        word, kind = api.split("_")
        self.asked.append(f"{api} {body['id']}")
        return getattr(self, f"_{word}")(kind, body)

    def _create(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        if wrong := self._refused(kind, body):
            return {"code": kind, "description": wrong}
        body["id"] = re.sub(r"\W+", "", body["id"].lower())
        self.rows[kind].insert(0, {**body, "created": 1, "modified": 1, "api_key": KEY})
        return {"code": 0, "id": body["id"]}

    def _update(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        found = next(row for row in self.rows[kind] if row["id"] == body["id"])
        if wrong := self._refused(kind, {**found, **body}):
            return {"code": kind, "description": wrong}
        found.update(body, modified=2)
        return {"code": 0}

    def _delete(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        if kind == "category" and any(row["category"] == body["id"] for row in self.rows["event"]):
            return {"code": kind, "description": "Failed to delete category: Still in use by one or more events."}
        if body["id"] in self.running:
            return {"code": kind, "description": "Failed to delete event: Still has running jobs"}
        self.rows[kind] = [row for row in self.rows[kind] if row["id"] != body["id"]]
        return {"code": 0}

    def _refused(self, kind: str, body: dict[str, Any]) -> str:
        if kind != "event":
            return ""
        for field in ("id", "category", "plugin"):
            if not re.fullmatch(r"\w+", body[field]):
                return f"Malformed {field} parameter"
        if re.search("[<>]", body["title"] + body["notes"]):
            return "Cannot contain HTML metacharacters"
        for field in ("notify_success", "notify_fail"):
            if not re.fullmatch(r"[\w\-@.,\s]*", body[field]):
                return f"Malformed parameter value: {field}"
        if body["timing"]:
            for key, values in body["timing"].items():
                if key not in ("years", "months", "days", "weekdays", "hours", "minutes") or not isinstance(
                    values, list
                ):
                    return f"Unknown event timing parameter: {key}"
        plugin = next((row for row in self.rows["plugin"] if row["id"] == body["plugin"]), None)
        if plugin is None:
            return f"Plugin not found: {body['plugin']}"
        known = {one["id"] for one in plugin["params"]}
        for key in body["params"]:
            if key not in known:
                return f"Unknown Plugin parameter: {key}"
        if not any(row["id"] == body["category"] for row in self.rows["category"]):
            return f"Category not found: {body['category']}"
        return ""


@contextmanager
def cronicle() -> Generator[tuple[str, Cronicle]]:
    """One on loopback, ended with the block."""
    found = Cronicle()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """One call."""
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            match = re.fullmatch(r"/api/app/(\w+)/v1", self.path)
            assert match, self.path
            data = json.dumps(found.answer(match[1], body, self.headers.get("X-API-Key", ""))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
