"""A server for each PostgreSQL that is installed, emptied for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.database.access.job import DATABASE, make_admin
from tests.postgres import Server, installations, postgres, versions

VERSIONS = versions() or [None]

LOUD = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_min_error_statement": "debug5",
    "log_error_verbosity": "verbose",
    "log_connections": "on",
}
"""A server that writes down all that it can."""


@pytest.fixture(scope="session", params=VERSIONS, ids=lambda version: f"postgres-{version}")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """TLS where the build has it: with it the job runs as it is emitted."""
    debian = request.param is None or installations()[request.param].is_relative_to("/usr/lib/postgresql")
    with postgres(tmp_path_factory, LOUD, tls=debian, version=request.param) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """Nothing of ours, and an admin as RDS gives one."""
    return emptied(running)


def emptied(server: Server) -> Server:
    server.execute(f'drop database if exists "{DATABASE}" with (force)')
    others = server.execute("select rolname from pg_roles where rolname !~ '^pg_' and rolname <> current_user")
    for (role,) in others:
        server.execute(f'drop owned by "{role}" cascade; drop role "{role}"')
    make_admin(server)
    return server
