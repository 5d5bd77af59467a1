"""Two real servers with what the job that makes the roles would have made, and the scripts that the pods run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.database.access.job import ADMIN, SECRET, Run
from tests.database.access.job import start as access_start
from tests.postgres import HOST, Server
from x2bee_constructs.database.access.props import PostgresAccessProps
from x2bee_constructs.database.sync.access import copies, sync_logins
from x2bee_constructs.database.sync.files import scripts
from x2bee_constructs.database.sync.names import role, service
from x2bee_constructs.database.sync.props import Sync

__all__ = ["Pair", "admin", "clean", "rows"]

_PASSWORD = "it's \\ one"


def admin(server: Server) -> tuple[str, str]:
    """Who sets up: no superuser where PostgreSQL lets others subscribe, as Aurora's admin is none."""
    return (server.admin, server.password) if server.version < 16 else (ADMIN, SECRET)


def clean(server: Server) -> None:
    """Take away what an earlier test left."""
    found = server.execute("select datname from pg_database where not datistemplate and datname <> 'postgres'")
    for (database,) in found:
        for (name,) in server.execute(
            "select subname from pg_subscription s join pg_database d on d.oid = s.subdbid where datname = %s",
            [database],
        ):
            for what in ("disable", "set (slot_name = none)"):
                server.execute(f"alter subscription {name} {what}", database=database)
            server.execute(f"drop subscription {name}", database=database)
        server.execute("select pg_terminate_backend(active_pid, 5000) from pg_replication_slots where active")
        server.execute(
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = %s", [database]
        )
        server.execute(f"drop database {database} with (force)")
    for (name,) in server.execute("select rolname from pg_roles where rolname !~ '^pg_' and rolname <> current_user"):
        server.execute(f"drop owned by {name} cascade; drop role {name}")
    if server.version >= 16:
        quoted = SECRET.replace("'", "''")
        server.execute(f"create role {ADMIN} login createrole createdb replication password '{quoted}'")
        server.execute(f"grant pg_create_subscription to {ADMIN}")


@dataclass
class Pair:
    """A sync between two servers."""

    name: str
    sync: Sync
    source: Server
    target: Server
    folder: Path

    def prepare(self, source: str, target: str) -> None:
        """Let the real job make databases, schemas and roles; then run the owners' migrations there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for end, schema, server, tables in (
            (self.sync.source, self.sync.source_schema, self.source, source),
            (self.sync.target, self.sync.target_schema, self.target, target),
        ):
            clean(server)
            self.bootstrap(end.database, server)
            server.execute(f"set role {schema}_owner; set search_path = {schema}; {tables}", database=end.database)
            self.bootstrap(end.database, server)  # tables made before default privileges were are given away, too
        self.write()

    def bootstrap(self, database: str, server: Server) -> None:
        """Run the job that makes the roles of one database."""
        ends = (self.sync.source, self.sync.target)
        syncs = {self.name: self.sync}
        own = [
            {"service": end.service, "owns": True, "copies": copies(syncs, database).get(end.service, ())}
            for end in ends
            if end.database == database
        ]
        logins = [*own, *(login.model_dump() for login in sync_logins(syncs, database))]
        props = PostgresAccessProps.model_validate(
            {"database": database, "logins": logins, "port": 5432, "cidrs": ["10.0.0.0/8"], "wait_seconds": 2}
        )
        folder = self.folder / f"access-{database}"
        Run(access_start(server, folder, props, {service(self.name): _PASSWORD}, admin=admin(server))).succeeded()

    def write(self) -> None:
        """Write what the pods would find in their folder."""
        for name, text in scripts(self.sync).items():
            (self.folder / name).write_text(text)

    def environment(self) -> dict[str, str]:
        """What the pod's container would have."""
        made = {"SYNC": self.name, "SYNC_SCHEMA": role(self.name), "SYNC_USER": role(self.name)}
        made |= {"SYNC_PASSWORD": _PASSWORD, "PGSSLMODE": "prefer", "SYNC_TLS": "prefer"}
        sides = (("SOURCE", self.source, self.sync.source), ("TARGET", self.target, self.sync.target))
        for word, server, side in sides:
            made |= {f"{word}_HOST": HOST, f"{word}_PORT": str(server.port), f"{word}_DATABASE": side.database}
            made |= {f"{word}_ADMIN_USER": admin(server)[0], f"{word}_ADMIN_PASSWORD": admin(server)[1]}
        return made

    def start(self, script: str, *args: str, **env: str) -> subprocess.Popen[str]:
        """Begin a script as the pod would, in a process group of its own."""
        path = f"{self.target.bin}:{os.environ['PATH']}"
        return subprocess.Popen(
            ["/bin/sh", str(self.folder / script), *args],
            env={"PATH": path, "TMPDIR": str(self.folder), **self.environment(), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def run(self, script: str, *args: str, **env: str) -> tuple[int, str]:
        """Exit code and all that was said."""
        process = self.start(script, *args, **env)
        out, said = process.communicate()
        return process.returncode, out + said

    def works(self, script: str, *args: str, **env: str) -> str:
        """What a script said that must succeed."""
        code, said = self.run(script, *args, **env)
        assert code == 0, said
        return said

    def at_source(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows, asked as the tables' owner."""
        return self._at(self.source, self.sync.source.database, self.sync.source_schema, sql)

    def at_target(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows, asked as the tables' owner."""
        return self._at(self.target, self.sync.target.database, self.sync.target_schema, sql)

    def state(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the sync's own schema at the target."""
        return self.target.execute(f"set search_path = {role(self.name)}; {sql}", database=self.sync.target.database)

    @staticmethod
    def _at(server: Server, database: str, schema: str, sql: str) -> list[tuple[Any, ...]]:
        return server.execute(f"set search_path = {schema}; {sql}", database=database)


def rows(pair: Pair, table: str, columns: str = "*") -> Mapping[str, list[tuple[Any, ...]]]:
    """The whole table on both sides, in one order."""
    query = f"select {columns} from {table} order by 1, 2"
    return {"source": pair.at_source(query), "target": pair.at_target(query)}
