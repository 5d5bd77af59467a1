"""Runs the emitted Job as a node would: its ConfigMap's files, its command, its environment, and no other programs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.postgres import HOST, Server
from x2bee_constructs.core.names import Site
from x2bee_constructs.database.access import names
from x2bee_constructs.database.access.manifests import access_objects
from x2bee_constructs.database.access.props import PostgresAccessProps

__all__ = ["ACME", "ADMIN", "SECRET", "Run", "declared", "make_admin", "password", "start"]

ACME = Site("acme", "prd")
ADMIN = "keeper"
SECRET = "the keeper's \\ $ecret"
DATABASE = "mbod"


def password(service: str) -> str:
    return f"{service}'s own password"


def declared(*logins: dict[str, Any], **more: Any) -> PostgresAccessProps:
    """The props of the test's database; where it listens is the business of `start`."""
    return PostgresAccessProps.model_validate(
        {"database": DATABASE, "logins": logins, "port": 15432, "cidrs": ["10.20.128.0/24"], "wait_seconds": 2, **more}
    )


def make_admin(server: Server) -> None:
    """An admin as RDS gives one: not a superuser."""
    quoted = SECRET.replace("'", "''")
    server.execute(f"create role {ADMIN} login createrole createdb password '{quoted}'")


class Run:
    """One run of the job, as it ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        out, self.err = process.communicate(timeout=300)
        self.code = process.returncode
        self.changes = out.splitlines()

    def succeeded(self) -> list[str]:
        """What it changed; fails where it did not end well, or had anything to say beside."""
        assert (self.code, self.err) == (0, ""), f"ended with {self.code}: {self.err}"
        return self.changes


def start(
    server: Server,
    folder: Path,
    props: PostgresAccessProps,
    passwords: Mapping[str, str] | None = None,
    admin: tuple[str, str] = (ADMIN, SECRET),
    shell: str = "",
    **changed: str,
) -> subprocess.Popen[str]:
    """Start the job's container. `changed` are variables of its environment, for what a test must have otherwise."""
    objects = {key: made.to_manifest() for key, made in access_objects(ACME, props).items()}
    job: Any = objects["job"]["spec"]
    (container,) = job["template"]["spec"]["containers"]
    (mount,) = [found for found in container["volumeMounts"] if found["name"] == "scripts"]
    scripts, programs = folder / "scripts", folder / "bin"
    for place in (scripts, programs):
        place.mkdir(parents=True, exist_ok=True)
    data: Any = objects["config-map"]["data"]
    for name, text in data.items():
        (scripts / name).write_text(text)
    for program in (server.bin / "psql", Path(shutil.which("sleep") or "/bin/sleep")):
        if not (programs / program.name).exists():
            (programs / program.name).symlink_to(program)
    environment = {
        "PATH": str(programs),
        **{found["name"]: found["value"] for found in container["env"]},
        **_secrets(props, {**{login.service: password(login.service) for login in props.logins}, **(passwords or {})}),
        "PGUSER": admin[0],
        "PGPASSWORD": admin[1],
        "PGHOST": HOST,
        "PGPORT": str(server.port),
        **({} if server.ca else {"PGSSLMODE": "disable"}),
        **changed,
    }
    command = [part.replace(mount["mountPath"], str(scripts)) for part in container["command"]]
    command[0] = shell or str(shutil.which(command[0]))
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _secrets(props: PostgresAccessProps, passwords: Mapping[str, str]) -> dict[str, str]:
    return {names.variable(login.service): passwords[login.service] for login in props.logins}
