"""What AWS puts before a domain: it checks who signed, and says by which role they come.

A stand-in, and only here: the signature itself is not checked, the access key alone says whose it is. What Maven
Central has no plugin for is answered by the other stand-in (conformance/logging/search.py): ISM, and Dashboards.
"""

from __future__ import annotations

import re
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from conformance.logging.opensearch.server import MASTER_ROLE
from conformance.logging.search import Search

__all__ = ["Front"]

_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/")
_STAND_IN = ("v1/credentials", "_plugins/_ism/", "_dashboards/")


class Front:
    """One port before a real OpenSearch. `roles` has the role of each access key; `down` answers 503."""

    def __init__(self, opensearch: str) -> None:
        self.search = Search()
        self.roles = {"AKIDEXAMPLE": MASTER_ROLE}
        self.down = False
        self.writes: list[str] = []
        self.target = urlsplit(opensearch).netloc
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = int(self._server.server_address[1])
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self.search.stop()

    def who(self, authorization: str) -> dict[str, str]:
        """The headers that say who comes."""
        signed = _SIGNED.match(authorization)
        if not signed:
            return {"Authorization": authorization} if authorization else {}
        role = self.roles.get(signed[1], "")
        return {"x-proxy-user": role, "x-proxy-roles": role, "x-forwarded-for": "10.20.0.9"} if role else {}


def _handler(front: Front) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.lstrip("/")
            if front.down:
                return self._answer(503, b"{}")
            if path.startswith(_STAND_IN):
                return self._hand_on(urlsplit(front.search.address).netloc, body, dict(self.headers.items()))
            if self.command in ("PUT", "PATCH", "POST") and "_bulk" not in path:
                front.writes.append(path)
            kept = {name: value for name, value in self.headers.items() if name.lower() == "content-type"}
            return self._hand_on(front.target, body, kept | front.who(self.headers.get("Authorization", "")))

        def _hand_on(self, host: str, body: bytes, headers: dict[str, str]) -> None:
            there = HTTPConnection(host, timeout=60)
            try:
                there.request(self.command, self.path, body or None, headers)
                answer = there.getresponse()
                self._answer(answer.status, answer.read())
            except OSError:
                self._answer(502, b"{}")
            finally:
                there.close()

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def do_GET(self) -> None:
            self._serve()

        def do_HEAD(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PATCH(self) -> None:
            self._serve()

        def do_DELETE(self) -> None:
            self._serve()

    return Handler
