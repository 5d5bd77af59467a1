"""A stand-in for SonarQube's Web API and for the one Secret of Kubernetes, on loopback: what it is told it keeps.

It answers as SonarQube does, as far as the script asks: whoever is nobody's login is refused, what is secured is never
shown, a token is shown once.
"""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET = "/api/v1/namespaces/jenkins/secrets/sonar-token"


class FakeSonarQube(ThreadingHTTPServer):
    """Its state, and each change that it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.password = "admin"
        self.starting = 0  # how many more times it says that it starts
        self.tokens: dict[str, str] = {}
        self.made = 0
        self.settings: dict[str, str] = {}
        self.gates: dict[str, dict[str, dict[str, str]]] = {"Sonar way": {}}
        self.default = "Sonar way"
        self.new_code = {"type": "PREVIOUS_VERSION"}
        self.projects: dict[str, str] = {}
        self.webhooks: dict[str, dict[str, str]] = {}
        self.secret: dict[str, str] = {}
        self.changes: list[str] = []
        self.unwilling = ""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: FakeSonarQube

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:
        here = urlsplit(self.path)
        self._answer(here.path, dict(parse_qsl(here.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.changes.append(self.path)
        self._answer(self.path, dict(parse_qsl(body)))

    def do_PATCH(self) -> None:
        assert self.headers["Content-Type"] == "application/merge-patch+json"
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.changes.append(self.path)
        assert self.path == SECRET
        self.server.secret.update(body["data"])
        self._say({})

    def _answer(self, path: str, said: dict[str, str]) -> None:
        if path == SECRET:
            self._say({"data": self.server.secret} if self.server.secret else {})
        elif path == "/api/system/status":
            self.server.starting -= 1
            self._say({"status": "STARTING" if self.server.starting >= 0 else "UP"})
        elif path == "/api/authentication/validate":
            self._say({"valid": self._known()})
        elif not self._known():
            self._say({"errors": [{"msg": "Unauthorized"}]}, 401)
        elif self.server.unwilling and path.startswith(self.server.unwilling):
            self._say({"errors": [{"msg": "Insufficient privileges"}]}, 403)
        else:
            name = path.removeprefix("/api/").replace("/", "_")
            self._say(getattr(self, name)(**said))

    def _known(self) -> bool:
        kind, _, what = self.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            return what in self.server.tokens.values()
        return base64.b64decode(what).decode() == f"admin:{self.server.password}"

    def _say(self, answer: Any, status: int = 200) -> None:
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def users_change_password(self, login: str, previousPassword: str, password: str) -> Any:  # noqa: N803
        assert (login, previousPassword) == ("admin", self.server.password)
        self.server.password = password
        return {}

    def settings_values(self, keys: str) -> Any:
        known = {key: value for key, value in self.server.settings.items() if key in keys.split(",")}
        shown = [{"key": key, "value": value} for key, value in known.items() if not key.endswith(".secured")]
        return {"settings": shown, "setSecuredSettings": [key for key in known if key.endswith(".secured")]}

    def settings_set(self, key: str, value: str) -> Any:
        self.server.settings[key] = value
        return {}

    def new_code_periods_show(self) -> Any:
        return self.server.new_code

    def new_code_periods_set(self, type: str, value: str) -> Any:
        self.server.new_code = {"type": type, "value": value}
        return {}

    def qualitygates_list(self) -> Any:
        gates = [{"name": name, "isDefault": name == self.server.default} for name in self.server.gates]
        return {"qualitygates": gates}

    def qualitygates_create(self, name: str) -> Any:
        # A new gate is not empty: SonarQube gives it conditions of its own.
        self.server.gates[name] = {
            "new_coverage": {"id": "1", "metric": "new_coverage", "op": "LT", "error": "50"},
            "new_hotspots": {"id": "2", "metric": "new_hotspots", "op": "GT", "error": "0"},
        }
        return {}

    def qualitygates_show(self, name: str) -> Any:
        return {"conditions": list(self.server.gates[name].values())}

    def qualitygates_create_condition(self, gateName: str, metric: str, op: str, error: str) -> Any:  # noqa: N803
        made = {"id": f"c-{metric}", "metric": metric, "op": op, "error": error}
        assert metric not in self.server.gates[gateName]
        self.server.gates[gateName][metric] = made
        return {}

    def qualitygates_update_condition(self, id: str, metric: str, op: str, error: str) -> Any:
        gate = next(gate for gate in self.server.gates.values() if any(one["id"] == id for one in gate.values()))
        gate[metric].update(op=op, error=error)
        return {}

    def qualitygates_delete_condition(self, id: str) -> Any:
        for gate in self.server.gates.values():
            for metric in [metric for metric, one in gate.items() if one["id"] == id]:
                del gate[metric]
        return {}

    def qualitygates_set_as_default(self, name: str) -> Any:
        self.server.default = name
        return {}

    def projects_search(self, projects: str, ps: str) -> Any:
        assert ps == "500"
        return {"components": [{"key": key} for key in projects.split(",") if key in self.server.projects]}

    def projects_create(self, project: str, name: str, visibility: str) -> Any:
        assert visibility == "private"
        assert project not in self.server.projects
        self.server.projects[project] = name
        return {}

    def webhooks_list(self) -> Any:
        hooks = [{**one, "hasSecret": bool(one["secret"])} for one in self.server.webhooks.values()]
        return {"webhooks": [{key: value for key, value in one.items() if key != "secret"} for one in hooks]}

    def webhooks_create(self, name: str, url: str, secret: str) -> Any:
        assert len(secret) >= 16, "SonarQube takes none that is shorter"
        self.server.webhooks[name] = {"key": f"w-{name}", "name": name, "url": url, "secret": secret}
        return {}

    def webhooks_update(self, webhook: str, name: str, url: str, secret: str) -> Any:
        assert webhook == self.server.webhooks[name]["key"]
        self.server.webhooks[name].update(url=url, secret=secret)
        return {}

    def user_tokens_search(self) -> Any:
        return {"userTokens": [{"name": name} for name in self.server.tokens]}

    def user_tokens_revoke(self, name: str) -> Any:
        del self.server.tokens[name]
        return {}

    def user_tokens_generate(self, name: str, type: str) -> Any:
        assert type == "GLOBAL_ANALYSIS_TOKEN", "it may analyse, and nothing else"
        assert name not in self.server.tokens
        self.server.made += 1
        self.server.tokens[name] = f"sqa_{self.server.made}"
        return {"token": self.server.tokens[name]}
