"""The calling contract: the document, and the check of whoever follows it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator

from tests.batch.services import Service, running
from tests.postgres import Server, postgres
from x2bee_constructs.batch.spring.check import Client, check_service, main
from x2bee_constructs.batch.spring.contract import Execution
from x2bee_constructs.batch.spring.document import openapi

_SQL = Path("x2bee_constructs/batch/spring")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path / "runs.db") as found:
        yield found


def test_the_reference_service_follows_it(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([service.url, "--job", "probe", "--failing", "flaky"]) == 0
    assert capsys.readouterr().out == "the contract is followed\n"


def test_what_breaks_it_is_found(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    start = service.runs.start
    count = iter(range(1000))

    def twice(job: str, key: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return start(job, f"{key}-{next(count)}", parameters)  # as if it knew no keys

    monkeypatch.setattr(service.runs, "start", twice)
    broken = list(check_service(Client(service.url), "probe", within=10))
    assert any(line.startswith("start: the same key must be answered with 200") for line in broken), broken


def test_a_service_that_is_away_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:9", "--job", "probe"]) == 1
    assert "refused" in capsys.readouterr().out


def _valid(name: str, body: object) -> bool:
    schemas = openapi()["components"]["schemas"]
    validator: Any = Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schemas})
    return bool(validator.is_valid(body))


def test_answers_are_what_the_document_says(service: Service) -> None:
    client = Client(service.url)
    started = client.start("probe", "k1")
    assert _valid("Execution", started.body)
    refused = client.start("nosuch", "k2")
    assert _valid("Problem", refused.body)
    assert not _valid("Execution", refused.body)
    assert Execution.model_validate(started.body).key == "k1"


def test_the_document_is_printed() -> None:
    command = [sys.executable, "-m", "x2bee_constructs.batch.spring.document"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == openapi()
    assert json.loads(done.stdout)["openapi"] == "3.1.0"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with postgres(tmp_path_factory) as found:
        yield found


def _sql(name: str) -> str:
    return (_SQL / name).read_text().replace(":key", "%(key)s").replace(":job", "%(job)s")


def test_of_many_that_ask_at_once_one_may_run(database: Server) -> None:
    with database.connect() as connection:
        connection.execute((_SQL / "runs.sql").read_bytes())
    won: list[str] = []

    def ask(who: str) -> None:
        with database.connect() as connection:
            if connection.execute(_sql("claim.sql").encode(), {"key": "night-1", "job": "settlement"}).fetchone():
                won.append(who)

    threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_the_lock_goes_with_the_process_that_held_it(database: Server) -> None:
    lock = _sql("lock.sql").encode()

    def takes(connection: psycopg.Connection[tuple[Any, ...]], key: str) -> bool:
        row = connection.execute(lock, {"key": key}).fetchone()
        assert row
        return bool(row[0])

    with database.connect() as first, database.connect() as second:
        assert takes(first, "night-1")
        assert not takes(second, "night-1")
        assert takes(second, "night-2"), "another run has a lock of its own"
        pid = first.info.backend_pid
        second.execute("select pg_terminate_backend(%s, 5000)", (pid,))
        assert takes(second, "night-1")
