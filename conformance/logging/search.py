"""A stand-in for OpenSearch's and Dashboards' management APIs, as far as the index Job uses them.

It is no OpenSearch: it keeps documents by path and answers as the published APIs say (docs.opensearch.org: ISM API,
Index templates, Data streams, Security access control API; Dashboards' saved objects API). It counts what is written.
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Search"]

_TOKEN = "pod-token"


class Search:
    """The server, with the Pod Identity agent beside it."""

    def __init__(self) -> None:
        mapping = {"reserved": False, "backend_roles": ["master"], "users": [], "hosts": []}
        self.kept: dict[str, Any] = {"_plugins/_security/api/rolesmapping/all_access": mapping}
        self.versions: dict[str, int] = {}
        self.writes: list[str] = []
        self.changed_policies: list[tuple[str, str]] = []
        self.logins: set[str] = set()
        self.fails = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """What the Pod Identity webhook gives a pod, but for the token's file."""
        return {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{self.address}/v1/credentials"}

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def get(self, path: str) -> tuple[int, Any]:
        """What is there."""
        if path not in self.kept:
            return 404, {"error": "not found"}
        found, name = self.kept[path], path.rpartition("/")[2]
        if path.startswith("_plugins/_ism"):
            return 200, {"_id": name, "_version": 1, "_seq_no": self.versions[path], "_primary_term": 1, **found}
        if path.startswith("_index_template"):
            return 200, {"index_templates": [{"name": name, "index_template": found}]}
        if path.startswith("_data_stream"):
            return 200, {"data_streams": [{"name": name, "indices": [{"index_name": f".ds-{name}-000001"}]}]}
        return 200, ({name: found} if "_security" in path else found)

    def put(self, path: str, query: str, body: Any) -> tuple[int, Any]:
        """Write, or say why not."""
        if path.startswith("_plugins/_ism"):
            wanted = f"if_primary_term=1&if_seq_no={self.versions[path]}" if path in self.kept else ""
            if query != wanted:
                return 409, {"error": "version conflict"}
            self.versions[path] = self.versions.get(path, 6) + 1
        if path.startswith("_data_stream") and f"_index_template/{path.rpartition('/')[2]}" not in self.kept:
            return 400, {"error": "no matching index template found for data stream"}
        if "/rolesmapping/" in path and path.replace("rolesmapping", "roles") not in self.kept:
            return 404, {"status": "NOT_FOUND"}
        self.kept[path] = body
        self.writes.append(path)
        return 200, {"acknowledged": True}

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Saved objects, and policies of indices that are there."""
        if path == "_dashboards/api/saved_objects/_bulk_create":
            for made in body:
                self.kept[f"_dashboards/api/saved_objects/{made['type']}/{made['id']}"] = made
            self.writes.append(path)
            return 200, {"saved_objects": body}
        if found := re.fullmatch(r"_plugins/_ism/change_policy/(.+)", path):
            self.changed_policies.append((found[1], body["policy_id"]))
            return 200, {"updated_indices": 1, "failures": False, "failed_indices": []}
        return 404, {}

    def patch(self, path: str, body: Any) -> tuple[int, Any]:
        """Add to a list."""
        for step in body:
            self.kept[path]["backend_roles"].append(step["value"])
        self.writes.append(path)
        return 200, {"status": "OK"}


def _handler(search: Search) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def _answer(self, answer: tuple[int, Any]) -> None:
            body = json.dumps(answer[1], indent=1).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _serve(self, method: str) -> None:
            path, _, query = self.path.lstrip("/").partition("?")
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if path == "v1/credentials":
                good = self.headers.get("Authorization") == _TOKEN
                keys = {"AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "a/b+c", "Token": "t/o=", "AccountId": "1"}
                return self._answer((200, keys) if good else (403, {}))
            search.logins.add(self.headers.get("Authorization", "none"))
            if search.fails and search.fails in path:
                return self._answer((500, {"error": "it broke"}))
            if path.startswith("_dashboards/") and self.headers.get("osd-xsrf") != "true":
                return self._answer((400, {"message": "Request must contain the osd-xsrf header"}))
            body = json.loads(raw) if raw else None
            if method == "GET":
                return self._answer(search.get(path))
            if method == "PUT":
                return self._answer(search.put(path, query, body))
            return self._answer(search.patch(path, body) if method == "PATCH" else search.post(path, body))

        def do_GET(self) -> None:
            self._serve("GET")

        def do_PUT(self) -> None:
            self._serve("PUT")

        def do_POST(self) -> None:
            self._serve("POST")

        def do_PATCH(self) -> None:
            self._serve("PATCH")

    return Handler
