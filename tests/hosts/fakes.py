"""GitLab and Nexus, as far as our settings ask them: servers on this machine that keep what they are told."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["FakeGitlab", "FakeNexus", "served"]

Answer = tuple[int, Any]


class FakeGitlab:
    """Groups, projects and protected branches by their paths; a token is asked of every request but the first."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {
            "signup_enabled": True,
            "default_project_visibility": "internal",
            "default_group_visibility": "private",
            "enabled_git_access_protocol": None,
        }
        self.groups: dict[str, dict[str, Any]] = {}
        self.projects: dict[str, dict[str, Any]] = {}
        self.branches: dict[tuple[str, str], dict[str, Any]] = {}
        self.runners: dict[int, dict[str, Any]] = {}
        self.tokens: dict[int, str] = {}
        self.revoked = 0

    def __call__(self, method: str, path: str, body: Any, headers: Any) -> Answer:
        if path == "/-/readiness":
            return 200, {"status": "ok"}
        if not headers.get("PRIVATE-TOKEN"):
            return 401, {"message": "401 Unauthorized"}
        parts = [unquote(part) for part in path.removeprefix("/api/v4/").split("/")]
        if parts[0] == "personal_access_tokens":
            self.revoked += 1
            return 204, None
        if parts[0] == "application":
            if method == "PUT":
                self.settings.update(body)
            return 200, self.settings
        if parts == ["user", "runners"]:
            return self._make_runner(body)
        if parts[0] == "runners":
            return self._runner(method, parts, body)
        if parts[0] == "groups":
            return self._group(method, parts, body)
        return self._project(method, parts, body)

    def _group(self, method: str, parts: list[str], body: Any) -> Answer:
        if method == "POST":
            above = next((p for p, g in self.groups.items() if g["id"] == body.get("parent_id")), "")
            path = f"{above}/{body['path']}".strip("/")
            self.groups[path] = {"id": len(self.groups) + 1, "full_path": path}
            return 201, self.groups[path]
        found = self.groups.get(parts[1])
        return (200, found) if found else (404, {"message": "404 Group Not Found"})

    def _make_runner(self, body: Any) -> Answer:
        said = {key: value for key, value in body.items() if key != "group_id"}
        number = len(self.tokens) + 1
        self.runners[number] = {"id": number, "paused": False, "groups": [{"id": body["group_id"]}], **said}
        self.tokens[number] = f"glrt-{number}-first"
        return 201, {"id": number, "token": self.tokens[number], "token_expires_at": None}

    def _runner(self, method: str, parts: list[str], body: Any) -> Answer:
        if parts[1] == "verify":
            return (200 if body["token"] in self.tokens.values() else 403), None
        number = int(parts[1])
        if number not in self.runners:
            return 404, {"message": "404 Runner Not Found"}
        if method == "DELETE":
            del self.runners[number], self.tokens[number]
            return 204, None
        if parts[2:] == ["reset_authentication_token"]:
            self.tokens[number] = f"glrt-{number}-again"
            return 201, {"token": self.tokens[number], "token_expires_at": None}
        if method == "PUT":
            self.runners[number].update(body)
        return 200, self.runners[number]

    def _project(self, method: str, parts: list[str], body: Any) -> Answer:
        if len(parts) == 1:
            above = next(p for p, g in self.groups.items() if g["id"] == body["namespace_id"])
            # As a server does, which knows more than it was told.
            self.projects[f"{above}/{body['path']}"] = {"id": 1, "archived": False, **body}
            return 201, self.projects[f"{above}/{body['path']}"]
        found = self.projects.get(parts[1])
        if found is None:
            return 404, {"message": "404 Project Not Found"}
        if len(parts) > 2:
            return self._branch(method, parts, body)
        if method == "PUT":
            found.update(body)
        return 200, found

    def _branch(self, method: str, parts: list[str], body: Any) -> Answer:
        if method == "POST":
            key = (parts[1], body["name"])
            if key in self.branches:
                return 409, {"message": "Protected branch already exists"}
            self.branches[key] = {
                "name": body["name"],
                "push_access_levels": [{"access_level": body["push_access_level"]}],
                "merge_access_levels": [{"access_level": body["merge_access_level"]}],
                "allow_force_push": body["allow_force_push"],
            }
            return 201, self.branches[key]
        key = (parts[1], parts[3])
        if key not in self.branches:
            return 404, {"message": "404 Not found"}
        if method == "DELETE":
            del self.branches[key]
            return 204, None
        return 200, self.branches[key]


class FakeNexus:
    """What is named, by where it is; answers as Nexus gives them, in capitals where it does."""

    def __init__(self, admin: str) -> None:
        self.things: dict[str, dict[str, Any]] = {}
        self.passwords = {"admin": admin}
        self.users: dict[str, dict[str, Any]] = {}
        self.policies: list[dict[str, Any]] = []
        self.eula: dict[str, Any] = {"accepted": False, "disclaimer": "Use of Sonatype Nexus Repository is governed …"}
        self.once: dict[str, Any] = {
            "security/realms/active": ["NexusAuthenticatingRealm"],
            "security/anonymous": {"enabled": True, "userId": "anonymous", "realmName": "NexusAuthorizingRealm"},
        }

    def __call__(self, method: str, path: str, body: Any, headers: Any) -> Answer:
        parts = urlsplit(path)
        if parts.path.endswith("/v1/status/writable"):
            return 200, None
        said = base64.b64decode((headers.get("Authorization") or " ").split(" ")[1] or "").decode()
        user, _, password = said.partition(":")
        if self.passwords.get(user) != password:
            return 401, None
        place = parts.path.removeprefix("/service/rest/").removeprefix("v1/")
        if place.startswith("internal/cleanup-policies"):
            return self._policy(method, unquote(place.removeprefix("internal/cleanup-policies").strip("/")), body)
        if place == "system/eula":
            return self._agree(method, body)
        if place in self.once:
            if method == "PUT":
                self.once[place] = body
            return 200 if method == "GET" else 204, self.once[place] if method == "GET" else None
        if place.startswith("security/users"):
            return self._user(method, unquote(place), body, parts.query)
        return self._thing(method, unquote(place), body)

    def _agree(self, method: str, body: Any) -> Answer:
        if method == "GET":
            return 200, self.eula
        if body["disclaimer"] != self.eula["disclaimer"]:
            return 500, {"message": "another text"}
        self.eula = body
        return 204, None

    def _policy(self, method: str, name: str, body: Any) -> Answer:
        if method == "GET":
            return 200, [{**one, "inUseCount": 0} for one in self.policies]
        self.policies = [one for one in self.policies if one["name"] != body["name"]] + [body]
        return 200, body

    def _user(self, method: str, place: str, body: Any, query: str) -> Answer:
        if method == "GET":
            # It finds whoever's name begins so.
            asked = parse_qs(query)["userId"][0]
            return 200, [one for name, one in self.users.items() if name.startswith(asked)]
        if place.endswith("/change-password"):
            self.passwords[place.split("/")[2]] = body
            return 204, None
        name = body["userId"]
        if method == "POST":
            self.passwords[name] = body["password"]
        self.users[name] = {**{key: value for key, value in body.items() if key != "password"}, "source": "default"}
        return 200 if method == "POST" else 204, self.users[name] if method == "POST" else None

    def _thing(self, method: str, place: str, body: Any) -> Answer:
        if method == "POST":
            key = f"{place}/{body.get('name') if 'roles' not in place else body['id']}"
            if key in self.things:
                return 400, [{"id": "name", "message": "already used"}]
            self.things[key] = body
            return 201, None
        if method == "PUT":
            if place not in self.things:
                return 404, None
            self.things[place] = body
            return 204, None
        if place not in self.things:
            return (200, []) if place == "repositories" else (404, None)
        return 200, {key: value for key, value in self.things[place].items() if key != "authPassword"}


@contextmanager
def served(fake: Callable[[str, str, Any, Any], Answer]) -> Iterator[str]:
    """The fake on a port of this machine, for as long as it is used."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            plain = self.headers.get("Content-Type") == "text/plain"
            body = raw.decode() if plain else json.loads(raw) if raw else None
            status, said = fake(self.command, self.path, body, self.headers)
            text = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that the library calls

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
