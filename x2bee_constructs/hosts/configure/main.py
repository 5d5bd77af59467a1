"""The command that a document of Systems Manager runs: `main.py gitlab|nexus`. Python 3.9, on the tool's machine.

Reads `state.json` beside it, asks Secrets Manager through the AWS CLI, prints what it changed, and counts for
CloudWatch whether it failed. `versions.json` beside it has which versions of secrets were set, without their values.
"""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from x2bee_constructs.hosts.configure import gitlab, nexus
from x2bee_constructs.hosts.configure.rest import Rest, RestError, wait

__all__ = ["main"]

_PATIENCE = 1800
"""Seconds that a tool may take to start: a first start, or a migration, takes many minutes."""


class _Secret(NamedTuple):
    version: str
    password: str


def main(arguments: list[str], state: dict[str, Any], versions: Path, seconds: float = _PATIENCE) -> int:
    """0 when the tool is as it is said, 1 when something stood in the way."""
    failed = 1
    try:
        rest = {"gitlab": _gitlab, "nexus": _nexus}[arguments[0]](state, versions, seconds)
        failed = 0
        sys.stdout.write("\n".join(rest.changes or ["nothing to change"]) + "\n")
    except (RestError, OSError, subprocess.CalledProcessError, LookupError, TypeError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        # Whatever else goes wrong is counted too, before its traceback.
        metric = ["--namespace", "x2bee/hosts", "--metric-name", "SettingsFailed", "--value", str(failed)]
        _aws("cloudwatch", "put-metric-data", *metric, "--dimensions", "Host=" + state["machine"])
    return failed


def _gitlab(state: dict[str, Any], _: Path, seconds: float) -> Rest:
    """With a token that GitLab makes for a day, and that is taken back."""
    wait(Rest(state["address"], {}), gitlab.READY, seconds)
    token = secrets.token_urlsafe(15)  # 20 characters, as long as GitLab's own are
    run = ["docker", "exec", "-i", "gitlab", "gitlab-rails", "runner", gitlab.MINT]
    subprocess.run(run, input=token.encode(), check=True, stdout=subprocess.DEVNULL)
    rest = Rest(state["address"], {"PRIVATE-TOKEN": token})
    try:
        gitlab.apply(rest, state)
        gitlab.apply_runners(rest, state, _kept, _keep)
    finally:
        rest.status("/api/v4/personal_access_tokens/self", "DELETE")
    return rest


def _nexus(state: dict[str, Any], versions: Path, seconds: float) -> Rest:
    """Of a password that Nexus does not show, and nobody logs in with, only the secret's version tells a change."""
    wait(Rest(state["address"], {}), nexus.READY, seconds)
    found = {what: _secret(state["secrets"] + what) for what in state["passwords"]}
    known = _known(versions)
    new = {what for what, secret in found.items() if known.get(what) != secret.version}

    def login(user: str, password: str) -> Rest:
        basic = base64.b64encode((user + ":" + password).encode()).decode()
        return Rest(state["address"], {"Authorization": "Basic " + basic})

    rest = login("admin", _secret(state["secrets"] + "admin").password)
    nexus.apply(rest, state, login, {what: secret.password for what, secret in found.items()}, new)
    said = {what: secret.version for what, secret in found.items()}
    versions.write_text(json.dumps(said, sort_keys=True) + "\n", encoding="utf-8")
    return rest


def _known(versions: Path) -> dict[str, Any]:
    """None where the machine is new, or the file is not what was written."""
    try:
        return dict(json.loads(versions.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError):
        return {}


def _secret(name: str) -> _Secret:
    said = json.loads(_aws("secretsmanager", "get-secret-value", "--secret-id", name, "--output", "json"))
    try:
        return _Secret(said["VersionId"], str(json.loads(said["SecretString"])["password"]))
    except (LookupError, TypeError, ValueError):
        # The parser does not know which secret it is.
        raise ValueError(name + ' is not {"password": "…"}: put such a value into it') from None


def _kept(name: str) -> dict[str, Any]:
    """What a secret has; nothing as long as nobody has put a value into it."""
    ask = ["aws", "secretsmanager", "get-secret-value", "--secret-id", name, "--output", "json"]
    done = subprocess.run(ask, check=False, capture_output=True)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        if "(ResourceNotFoundException)" in said:
            return {}
        sys.stderr.write(said)
        done.check_returncode()
    try:
        return dict(json.loads(json.loads(done.stdout)["SecretString"]))
    except (LookupError, TypeError, ValueError):
        raise ValueError(name + ' is not {"token": "…"}: put such a value into it') from None


def _keep(name: str, value: dict[str, Any]) -> None:
    """By its input, so that the value stands in no list of processes."""
    put = ["aws", "secretsmanager", "put-secret-value", "--secret-id", name, "--secret-string", "file:///dev/stdin"]
    subprocess.run(put, input=json.dumps(value).encode(), check=True, stdout=subprocess.DEVNULL)


def _aws(*arguments: str) -> str:
    return subprocess.run(["aws", *arguments], check=True, stdout=subprocess.PIPE).stdout.decode()


if __name__ == "__main__":
    here = Path(__file__)
    said = json.loads(here.with_name("state.json").read_text(encoding="utf-8"))
    sys.exit(main(sys.argv[1:], said, here.with_name("versions.json")))
