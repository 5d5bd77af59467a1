"""A small client of the Kubernetes API, over one kept-alive connection of the standard library."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from conformance.objects import listed, part

APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"
PATIENCE = 30.0
DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


@dataclass(frozen=True, slots=True)
class Response:
    """What the API server said."""

    status: int
    body: dict[str, Any]
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Was it accepted."""
        return 200 <= self.status < 300

    @property
    def message(self) -> str:
        """The server's own words."""
        return f"{self.status} {self.body.get('message') or self.body.get('raw') or ''}".strip()


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind that the server serves."""

    group: str
    version: str
    kind: str
    plural: str
    namespaced: bool
    verbs: tuple[str, ...]

    def path(self, namespace: str = "", name: str = "") -> str:
        """The collection's or the object's path."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        scope = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        return f"{root}{scope}/{self.plural}" + (f"/{name}" if name else "")


class Client:
    """Requests to one API server."""

    def __init__(self, port: int, token: str, ca: Path, timeout: float = 60) -> None:
        context = ssl.create_default_context(cafile=str(ca))
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # the server's self-made CA has no key identifier
        self._connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=context)
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._resources: dict[tuple[str, str], Resource] = {}

    def request(
        self, method: str, path: str, body: str | Mapping[str, Any] | None = None,
        content_type: str = "application/json", **query: str,
    ) -> Response:  # fmt: skip
        """One request; asked again while the server says 429, for it is still opening a new kind's storage."""
        until = time.monotonic() + PATIENCE
        while True:
            response = self._once(method, path, body, content_type, query)
            if response.status != HTTPStatus.TOO_MANY_REQUESTS or time.monotonic() > until:
                return response
            time.sleep(0.2)

    def _once(
        self, method: str, path: str, body: str | Mapping[str, Any] | None, content_type: str, query: Mapping[str, str]
    ) -> Response:
        """One request; tried again once if the kept-alive connection was closed meanwhile."""
        if query:
            path += "?" + urlencode(query)
        data = body if isinstance(body, str) or body is None else json.dumps(body)
        headers = self._headers | ({"Content-Type": content_type} if data is not None else {})
        if path.split("?")[0] in {"/api", "/apis"}:
            headers["Accept"] = DISCOVERY
        data_bytes = None if data is None else data.encode()
        try:
            return self._exchange(method, path, data_bytes, headers)
        except (http.client.HTTPException, ConnectionError, ssl.SSLError):
            self._connection.close()
            return self._exchange(method, path, data_bytes, headers)

    def _exchange(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Response:
        self._connection.request(method, path, data, headers)
        reply = self._connection.getresponse()
        raw = reply.read()
        try:
            parsed: dict[str, Any] = json.loads(raw)
        except ValueError:
            parsed = {"raw": raw.decode(errors="replace")}
        return Response(reply.status, parsed, tuple(reply.headers.get_all("Warning") or ()))

    def get(self, path: str, **query: str) -> Response:
        """GET."""
        return self.request("GET", path, **query)

    def apply(self, path: str, text: str, manager: str, *, force: bool = True, dry_run: bool = False) -> Response:
        """Server-side apply with strict field validation."""
        query = {"fieldManager": manager, "fieldValidation": "Strict", "force": str(force).lower()}
        return self.request("PATCH", path, text, APPLY, **query, **({"dryRun": "All"} if dry_run else {}))

    def items(self, path: str, **query: str) -> list[dict[str, Any]]:
        """All objects of a collection."""
        response = self.get(path, **query)
        if not response.ok:
            raise RuntimeError(f"list {path}: {response.message}")
        return listed(response.body, "items")

    def discover(self) -> dict[tuple[str, str], Resource]:
        """Every served kind by (apiVersion, kind), asked anew."""
        found: dict[tuple[str, str], Resource] = {}
        for path in ("/api", "/apis"):
            for group in self.items(path):
                name = str(part(group, "metadata").get("name") or "")
                for version in group["versions"]:
                    for r in listed(version, "resources"):
                        kind = str(part(r, "responseKind").get("kind"))
                        api = f"{name}/{version['version']}" if name else version["version"]
                        found[api, kind] = Resource(
                            name, version["version"], kind, r["resource"], r["scope"] == "Namespaced", tuple(r["verbs"])
                        )
        self._resources = found
        return found

    def resource(self, api_version: str, kind: str) -> Resource | None:
        """The kind, if it is served."""
        return (self._resources or self.discover()).get((api_version, kind))
