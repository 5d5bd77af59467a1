"""Real servers for this room, with the users that its templates would make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.processes import Processes
from conformance.sessions.certificates import Certificates, make_certificates
from conformance.sessions.servers import Account, Program, Server, programs, start_server
from tests.session.cases import BACK_OFFICE, SHOP, STOREFRONT
from x2bee_constructs.session.access import access_string


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session", params=["redis", "valkey"])
def program(request: pytest.FixtureRequest) -> Program:
    """The newest installed program of each kind; without any the test is skipped, or fails if one is needed."""
    found = [one for one in programs() if one.kind == request.param]
    if not found:
        said = f"no {request.param}-server: apt-get install redis-server, or conformance/sessions/requirements.txt"
        (pytest.fail if os.environ.get("X2BEE_NEEDS_REDIS") == "1" else pytest.skip)(said)
    return max(found, key=lambda one: [int(part) for part in re.findall(r"\d+", one.version)])


@pytest.fixture(scope="session")
def accounts(program: Program) -> dict[str, Account]:
    users = (BACK_OFFICE, SHOP, STOREFRONT)
    return {
        user.service: Account(
            user.service,
            f"password-of-{user.service}",
            access_string(user.client, user.namespace, program.kind),
        )
        for user in users
    }


@pytest.fixture(scope="session")
def server(
    program: Program, certificates: Certificates, accounts: dict[str, Account], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp(program.kind)
    with Processes(folder) as processes:
        yield start_server(processes, program, "server", certificates, tuple(accounts.values()))
