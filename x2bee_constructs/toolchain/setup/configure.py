"""Brings SonarQube to what is declared, by its Web API; what is so already is left alone.

It runs in a pod of its own after every change, with the standard library alone. `WANTED` is a file with what is
declared (`setup/wanted.py`), the rest of the environment has addresses and secrets. Ends with 1 and one line that says
what SonarQube, or Kubernetes, refused.
"""

from __future__ import annotations

import base64
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

__all__ = [
    "RefusedError",
    "Secrets",
    "Sonar",
    "administrator",
    "ask",
    "configure",
    "gate",
    "new_code",
    "projects",
    "settings",
    "token",
    "wait",
    "webhook",
]

_FIRST = "admin"
"""Name and password of SonarQube's administrator before anybody changed it."""

_SECONDS = 30
"""How long one answer may take: SonarQube answers such questions in less than one. Our judgement."""

_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


class RefusedError(Exception):
    """Somebody did not do what was asked; the text says what, and what came back."""

    def __init__(self, asked: str, status: int, answer: str) -> None:
        super().__init__(f"{asked} was answered with {status}: {' '.join(answer.split())[:300]}")
        self.status = status


def ask(request: urllib.request.Request, context: ssl.SSLContext | None = None) -> Any:
    """The JSON of an answer; an empty one gives an empty mapping."""
    asked = f"{request.get_method()} {request.full_url.partition('?')[0]}"
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS, context=context) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise RefusedError(asked, error.code, error.read().decode(errors="replace")) from None
    except (urllib.error.URLError, TimeoutError) as error:
        raise RefusedError(asked, 0, str(error)) from None
    return json.loads(text) if text.strip() else {}


class Sonar:
    """SonarQube's Web API, as one user or with one token. `changes` has what was changed, in words."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.login = ""
        self.changes: list[str] = []

    def as_user(self, user: str, password: str) -> None:
        """From now on as this user."""
        self.login = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def get(self, path: str, login: str | None = None, **said: str) -> Any:
        """Something that is there."""
        return self._ask(f"{path}?{urllib.parse.urlencode(said)}" if said else path, None, login)

    def change(self, what: str, path: str, **said: str) -> Any:
        """Change something; `what` says it in words."""
        answer = self._ask(path, urllib.parse.urlencode(said).encode(), None)
        self.changes.append(what)
        sys.stdout.write(f"{what}\n")
        return answer

    def knows(self, login: str) -> bool:
        """Whether this is somebody's login."""
        try:
            return bool(self.get("api/authentication/validate", login).get("valid"))
        except RefusedError as error:
            if error.status == 401:
                return False
            raise

    def _ask(self, path: str, form: bytes | None, login: str | None) -> Any:
        request = urllib.request.Request(f"{self.url}/{path}", data=form)
        said = self.login if login is None else login
        if said:
            request.add_header("Authorization", said)
        return ask(request)


class Secrets:
    """One Secret of Kubernetes, which this pod alone may read and fill."""

    def __init__(self, api: str, namespace: str, name: str) -> None:
        self.url = f"{api}/api/v1/namespaces/{namespace}/secrets/{name}"
        certificates = _ACCOUNT / "ca.crt"
        secure = api.startswith("https://")
        self.context = ssl.create_default_context(cafile=str(certificates)) if secure else None

    def read(self, key: str) -> str:
        """What is under the key; nothing where nobody has filled it."""
        held: dict[str, str] = self._ask("GET", None).get("data") or {}
        return base64.b64decode(held.get(key, "")).decode()

    def fill(self, key: str, value: str) -> None:
        """Put a value under the key."""
        self._ask("PATCH", {"data": {key: base64.b64encode(value.encode()).decode()}})

    def _ask(self, method: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url, data=data, method=method)
        request.add_header("Authorization", f"Bearer {_token()}")
        if data is not None:
            request.add_header("Content-Type", "application/merge-patch+json")
        return ask(request, self.context)


def _token() -> str:
    file = _ACCOUNT / "token"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def wait(sonar: Sonar, seconds: int) -> None:
    """Until SonarQube is up: after an upgrade it first changes its tables, where somebody told it to."""
    end, state = time.monotonic() + seconds, "away"
    while True:
        try:
            state = str(sonar.get("api/system/status").get("status"))
        except RefusedError as error:
            if error.status not in (0, 502, 503, 504):
                raise
        if state == "UP":
            return
        if time.monotonic() > end:
            raise RefusedError("waiting for SonarQube", 0, f"it is {state} after {seconds} seconds")
        time.sleep(min(5, seconds))


def administrator(sonar: Sonar, password: str) -> None:
    """The password of the first start is known to everybody: it goes before anything else happens."""
    sonar.as_user(_FIRST, password)
    if sonar.knows(sonar.login):
        return
    sonar.as_user(_FIRST, _FIRST)
    path = "api/users/change_password"
    sonar.change("administrator: password", path, login=_FIRST, previousPassword=_FIRST, password=password)
    sonar.as_user(_FIRST, password)


def settings(sonar: Sonar, wanted: dict[str, str]) -> None:
    """Settings by their keys. SonarQube does not show secured ones: those are set where they are not."""
    found = sonar.get("api/settings/values", keys=",".join(wanted))
    there = {one["key"]: one.get("value") for one in found.get("settings", ())}
    there |= {key: wanted[key] for key in found.get("setSecuredSettings", ()) if key in wanted}
    for key, value in wanted.items():
        if there.get(key) != value:
            sonar.change(f"setting {key}", "api/settings/set", key=key, value=value)


def gate(sonar: Sonar, name: str, wanted: list[dict[str, str]]) -> None:
    """The quality gate of all projects: these conditions and no others."""
    gates = {one["name"]: one for one in sonar.get("api/qualitygates/list")["qualitygates"]}
    if name not in gates:
        sonar.change(f"gate {name}", "api/qualitygates/create", name=name)
    shown = sonar.get("api/qualitygates/show", name=name)
    there = {one["metric"]: one for one in shown.get("conditions", ())}
    for condition in wanted:
        metric, found = condition["metric"], there.pop(condition["metric"], None)
        if found is None:
            sonar.change(f"condition {metric}", "api/qualitygates/create_condition", gateName=name, **condition)
        elif any(str(found.get(key)) != condition[key] for key in ("op", "error")):
            sonar.change(f"condition {metric}", "api/qualitygates/update_condition", id=str(found["id"]), **condition)
    for metric, found in there.items():
        sonar.change(f"no condition {metric}", "api/qualitygates/delete_condition", id=str(found["id"]))
    if not gates.get(name, {}).get("isDefault"):
        sonar.change(f"gate {name} for all projects", "api/qualitygates/set_as_default", name=name)


def new_code(sonar: Sonar, wanted: dict[str, str]) -> None:
    """What all projects count as new, but for those of which somebody says otherwise."""
    found = sonar.get("api/new_code_periods/show")
    if any(found.get(key) != value for key, value in wanted.items()):
        sonar.change("what new code is", "api/new_code_periods/set", **wanted)


def projects(sonar: Sonar, wanted: dict[str, str]) -> None:
    """A project for each key, seen by whoever has logged in. One that is not wanted stays, with its history."""
    keys = sorted(wanted)
    for start in range(0, len(keys), 100):
        some = keys[start : start + 100]
        found = sonar.get("api/projects/search", projects=",".join(some), ps="500")
        there = {one["key"] for one in found.get("components", ())}
        for key in (key for key in some if key not in there):
            said = {"project": key, "name": wanted[key], "visibility": "private"}
            sonar.change(f"project {key}", "api/projects/create", **said)


def webhook(sonar: Sonar, name: str, url: str, secret: str) -> None:
    """Whom SonarQube tells that an analysis is done. It does not show the secret."""
    found = {one["name"]: one for one in sonar.get("api/webhooks/list").get("webhooks", ())}
    there = found.get(name)
    if there is None:
        sonar.change(f"webhook {name}", "api/webhooks/create", name=name, url=url, secret=secret)
    elif there.get("url") != url or not (there.get("hasSecret") or there.get("secret")):
        said = {"webhook": str(there["key"]), "name": name, "url": url, "secret": secret}
        sonar.change(f"webhook {name}", "api/webhooks/update", **said)


def token(sonar: Sonar, name: str, secrets: Secrets) -> None:
    """A token that may analyse and nothing else, in a Secret. SonarQube shows it once: one that is lost is replaced."""
    held = secrets.read("text")
    if held and sonar.knows(f"Bearer {held}"):
        return
    there = {one["name"] for one in sonar.get("api/user_tokens/search").get("userTokens", ())}
    if name in there:
        sonar.change(f"no token {name}", "api/user_tokens/revoke", name=name)
    made = sonar.change(f"token {name}", "api/user_tokens/generate", name=name, type="GLOBAL_ANALYSIS_TOKEN")
    secrets.fill("text", str(made["token"]))


def configure(wanted: dict[str, Any], environment: dict[str, str]) -> list[str]:
    """Do all of it, and say what was changed."""
    sonar = Sonar(environment["SONARQUBE_URL"].rstrip("/"))
    wait(sonar, int(environment.get("WAIT_SECONDS", "600")))
    administrator(sonar, environment["ADMIN_PASSWORD"])
    said: dict[str, str] = dict(wanted["settings"])
    if certificate := environment.get("SAML_CERTIFICATE"):
        said["sonar.auth.saml.certificate.secured"] = certificate
    if said:
        settings(sonar, said)
    gate(sonar, wanted["gate"]["name"], wanted["gate"]["conditions"])
    new_code(sonar, wanted["new_code"])
    projects(sonar, wanted["projects"])
    jenkins = wanted.get("jenkins")
    if jenkins:
        webhook(sonar, jenkins["name"], jenkins["webhook"], environment["WEBHOOK_SECRET"])
        place = Secrets(environment["KUBERNETES_URL"], jenkins["namespace"], jenkins["secret"])
        token(sonar, jenkins["name"], place)
    return sonar.changes


def _main() -> int:
    wanted = json.loads(Path(os.environ["WANTED"]).read_text(encoding="utf-8"))
    try:
        changes = configure(wanted, dict(os.environ))
    except RefusedError as error:
        sys.stderr.write(f"SonarQube is not as it should be: {error}\n")
        return 1
    sys.stdout.write(f"{len(changes)} changed\n" if changes else "nothing to change\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
