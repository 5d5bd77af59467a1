"""Two real servers for the tests of a module, of the oldest and the newest PostgreSQL that is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, postgres, versions

_LOGICAL = {"wal_level": "logical", "max_slot_wal_keep_size": "256MB", "wal_retrieve_retry_interval": "200ms"}
_FOUND = versions()
_VERSIONS = sorted({_FOUND[0], _FOUND[-1]}) if _FOUND else [None]


@pytest.fixture(scope="module", params=_VERSIONS, ids=lambda version: f"postgres-{version}")
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with postgres(tmp_path_factory, _LOGICAL, version=request.param) as server:
        yield server


@pytest.fixture(scope="module")
def target(source: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with postgres(tmp_path_factory, _LOGICAL, version=source.version) as server:
        yield server
