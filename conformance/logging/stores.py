"""A stand-in for S3 and for OpenSearch's `_bulk` on loopback: what Fluentd needs of them, from the published APIs.

It is no OpenSearch and no S3. It keeps what it is sent, can be away, and can refuse documents.
"""

from __future__ import annotations

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Stores"]


class Stores:
    """Both stores, and the agent that hands out credentials, behind one port."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.documents: dict[str, tuple[str, dict[str, Any]]] = {}
        self.search_down = self.archive_down = False
        self.refused = "refuse-me"
        self.signed: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def archived(self) -> list[dict[str, Any]]:
        """Every record in every object."""
        return [json.loads(line) for body in self.objects.values() for line in gzip.decompress(body).splitlines()]

    def found(self) -> list[dict[str, Any]]:
        """Every document that the search took."""
        return [document for _, document in self.documents.values()]

    def bulk(self, body: str) -> dict[str, Any]:
        """Take documents with `create`: one that is there already is a conflict, one with a bad word is refused."""
        lines = [json.loads(line) for line in body.splitlines() if line]
        items: list[dict[str, Any]] = []
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            meta = action["create"]
            if self.refused in json.dumps(document):
                error = {"type": "mapper_parsing_exception", "reason": "failed to parse"}
                items.append({"create": {"_index": meta["_index"], "status": 400, "error": error}})
            elif meta["_id"] in self.documents:
                error = {"type": "version_conflict_engine_exception", "reason": "document already exists"}
                items.append({"create": {"_index": meta["_index"], "status": 409, "error": error}})
            else:
                self.documents[meta["_id"]] = (meta["_index"], document)
                items.append({"create": {"_index": meta["_index"], "_id": meta["_id"], "status": 201}})
        return {"took": 1, "errors": any("error" in item["create"] for item in items), "items": items}


def _handler(stores: Stores) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def _answer(self, status: int, body: bytes = b"", kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def do_PUT(self) -> None:
            """The client of OpenSearch writes bulks with PUT or POST, by its version."""
            body = self._body()
            if self.path.split("?")[0].endswith("/_bulk"):
                return self._bulk(body)
            if stores.archive_down:
                return self._answer(503, b"<Error><Code>ServiceUnavailable</Code></Error>", "application/xml")
            stores.objects[self.path] = body
            stores.headers[self.path] = dict(self.headers.items())
            return self._answer(200)

        def do_GET(self) -> None:
            """The Pod Identity agent."""
            if self.path != "/v1/credentials" or self.headers.get("Authorization") != "pod-token":
                return self._answer(403, b"{}")
            keys = {"AccessKeyId": "A", "SecretAccessKey": "B", "Token": "C", "Expiration": "2099-01-01T00:00:00Z"}
            return self._answer(200, json.dumps(keys).encode())

        def do_POST(self) -> None:
            self._bulk(self._body())

        def _bulk(self, body: bytes) -> None:
            if stores.search_down:
                return self._answer(503, b"{}")
            stores.signed.add(self.headers.get("Authorization", "").split(" ")[0])
            return self._answer(200, json.dumps(stores.bulk(body.decode())).encode())

    return Handler
