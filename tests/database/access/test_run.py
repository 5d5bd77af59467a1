"""How the job runs: passwords, what is logged, two at once, and what is left when something is killed."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.access.job import ADMIN, DATABASE, SECRET, Run, declared, make_admin, password, start
from tests.postgres import Server, postgres

pytestmark = pytest.mark.servers

MEMBER: dict[str, Any] = {"service": "x2bee-api-member", "owns": True}
ORDER: dict[str, Any] = {"service": "x2bee-api-order", "owns": True}
BOTH = declared(MEMBER, ORDER)
OURS = "select rolname from pg_roles where rolname ~ '^x2bee' order by 1"
LOCK = "select pg_advisory_lock(('x' || md5('x2bee-access'))::bit(64)::bigint)"

HOSTILE = [
    "'; drop role keeper; --",
    '"quoted" \\and\\ \\\\escaped\\\\',
    "$$dollar$$ $1 ${HOME} $(id) `id` %s %L %% :var :'var'",
    "two\nlines\r\nand\ta tab\n",
    "\\.",
    "\\N",
    " spaces at both ends ",
    "비밀번호 \uff21\uff22 é e\u0301 \u00ad\u00a0\u2003",
    "\U0001f600 \u202e left",
    "-x --version",
    "*?[a-z]~!#&|<>(){}",
    "x" * 900,
    "\x01\x1f\x7f",
]


def log_in(server: Server, service: str, secret: str) -> str:
    """Whom the server takes it for; libpq makes the proof, as it does for every client."""
    role = service.replace("-", "_")
    return str(server.execute("select session_user::text", database=DATABASE, user=role, password=secret)[0][0])


def test_any_password_that_a_secret_can_hold_works(server: Server, tmp_path: Path) -> None:
    services = {f"service-{index}": secret for index, secret in enumerate(HOSTILE)}
    props = declared(*({"service": service, "owns": True} for service in services))
    Run(start(server, tmp_path, props, services)).succeeded()
    for service, secret in services.items():
        assert log_in(server, service, secret) == service.replace("-", "_")
        with pytest.raises(psycopg.OperationalError):
            log_in(server, service, secret + "!")
    assert Run(start(server, tmp_path, props, services)).succeeded() == []


_LETTERS = st.characters(min_codepoint=1, max_codepoint=0x7F) | st.characters(
    min_codepoint=0xAC00, max_codepoint=0xD7A3
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(_LETTERS, min_size=1, max_size=100), min_size=6, max_size=6))
def test_any_text_of_ascii_and_hangul_is_a_password(one: Server, tmp_path: Path, secrets: list[str]) -> None:
    services = {f"service-{index}": secret for index, secret in enumerate(secrets)}
    props = declared(*({"service": service, "owns": True} for service in services))
    Run(start(one, tmp_path, props, services)).succeeded()
    for service, secret in services.items():
        assert log_in(one, service, secret) == service.replace("-", "_")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with postgres(tmp_path_factory) as server:
        make_admin(server)
        yield server


def test_a_new_secret_is_a_new_password(server: Server, tmp_path: Path) -> None:
    Run(start(server, tmp_path, BOTH)).succeeded()
    changed = Run(start(server, tmp_path, BOTH, {MEMBER["service"]: "rotated"})).succeeded()
    assert changed == ["role x2bee_api_member: password"]
    assert log_in(server, MEMBER["service"], "rotated") == "x2bee_api_member"
    with pytest.raises(psycopg.OperationalError):
        log_in(server, MEMBER["service"], password(MEMBER["service"]))


def test_an_empty_password_is_refused(server: Server, tmp_path: Path) -> None:
    ended = Run(start(server, tmp_path, BOTH, {MEMBER["service"]: ""}))
    assert (ended.code, ended.changes) == (1, [])
    assert ended.err == "mbod: there is no password for 'x2bee_api_member' in its secret\n"


def test_no_password_is_in_the_servers_log_or_in_the_jobs(server: Server, tmp_path: Path) -> None:
    begin = len(server.log)
    secrets = {MEMBER["service"]: "pa$$'word\\one", ORDER["service"]: "other secret 비밀"}
    first = Run(start(server, tmp_path, BOTH, secrets))
    server.execute("alter role x2bee_api_member superuser")  # and now a run that fails: its statement is logged, too
    failed = Run(start(server, tmp_path, BOTH, {**secrets, ORDER["service"]: "third secret"}))
    server.execute("alter role x2bee_api_member nosuperuser")
    assert (first.code, failed.code) == (0, 3)
    written = server.log[begin:] + first.err + failed.err + "".join(first.changes)
    assert "COPY" in written, "this server logs statements"
    for part in ("word\\one", "word\\\\one", "other secret", "third secret", "SCRAM-SHA-256$4096", SECRET):
        assert part not in written


def test_no_password_is_among_the_statements_that_the_server_counts(tmp_path_factory: pytest.TempPathFactory,
                                                                    tmp_path: Path) -> None:  # fmt: skip
    counting = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "all"}
    with postgres(tmp_path_factory, counting) as server:
        boss = (server.admin, server.password)
        assert "extension pg_stat_statements: made" in Run(start(server, tmp_path, BOTH, admin=boss)).succeeded()
        Run(start(server, tmp_path, BOTH, {MEMBER["service"]: "rotated secret"}, admin=boss)).succeeded()
        rows = server.execute("select query from extensions.pg_stat_statements", database=DATABASE)
        assert any("alter role" in query for (query,) in rows)
        assert not [query for (query,) in rows if "rotated secret" in query or "own password" in query]


def test_a_wrong_admin_password_is_one_clear_line(server: Server, tmp_path: Path) -> None:
    begin = time.monotonic()
    ended = Run(start(server, tmp_path, declared(MEMBER, wait_seconds=600), admin=(ADMIN, "wrong")))
    assert time.monotonic() - begin < 60, "waiting would not help"
    assert (ended.code, ended.changes) == (1, [])
    why = "it is not what the secret x2bee/acme/prd/db-admin/mbod holds"
    assert ended.err == f"mbod: PostgreSQL refuses the password of '{ADMIN}': {why}\n"
    assert server.execute(OURS) == []


def test_a_server_that_does_not_answer_is_one_clear_line(one: Server, tmp_path: Path) -> None:
    ended = Run(start(one, tmp_path, BOTH, PGPORT="1"))
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    assert ended.err.startswith("mbod: no answer after 2 seconds: ")


def test_it_waits_for_a_server_that_comes_later(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    with postgres(tmp_path_factory) as server:
        make_admin(server)
        server.stop()
        waiting = start(server, tmp_path, declared(MEMBER, wait_seconds=600))
        time.sleep(1)
        assert waiting.poll() is None
        server.start()
        assert Run(waiting).succeeded()


def test_it_takes_no_server_without_tls(one: Server, tmp_path: Path) -> None:
    ended = Run(start(one, tmp_path, BOTH, PGSSLMODE="require"))
    assert (ended.code, "server does not support SSL" in ended.err) == (1, True)


def test_a_certificate_of_another_authority_is_refused(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    props = declared(MEMBER, ca={"config_map": "rds-ca"})
    with postgres(tmp_path_factory, tls=True) as server, postgres(tmp_path_factory, tls=True) as other:
        make_admin(server)
        ended = Run(start(server, tmp_path, props, PGSSLROOTCERT=str(other.ca)))
        assert (ended.code, "certificate verify failed" in ended.err) == (1, True)
        assert Run(start(server, tmp_path, props, PGSSLROOTCERT=str(server.ca))).succeeded()


def test_two_runs_at_once_do_the_work_once(server: Server, tmp_path: Path) -> None:
    with server.connect("postgres") as held:
        held.execute(LOCK)  # both get as far as the database itself, and wait
        runs = [start(server, tmp_path / str(index), BOTH) for index in range(2)]
        blocked = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        until(lambda: server.execute(blocked) == [(2,)])
    first, second = (Run(run).succeeded() for run in runs)
    made = [line for line in first + second if line.endswith(": made")]
    assert len(made) == len(set(made)) > 0
    assert Run(start(server, tmp_path, BOTH)).succeeded() == []


@pytest.mark.parametrize("victim", ["server", "psql"])
def test_a_kill_in_the_middle_leaves_nothing_half(
    victim: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    with postgres(tmp_path_factory) as server:
        make_admin(server)
        server.execute(f"create database {DATABASE} owner {ADMIN}")
        with psycopg.connect(server.url(DATABASE)) as blocker:
            blocker.execute("create schema x2bee_api_order")  # not committed: the job waits here, its roles being made
            job = start(server, tmp_path, BOTH)
            until(lambda: server.execute("select count(*) from pg_locks where not granted") == [(1,)])
            assert server.execute(OURS) == [], "nobody sees a role before all is there"
            if victim == "server":
                server.kill()
            else:
                (pid,) = [
                    found for found in descendants(job.pid) if Path(f"/proc/{found}/comm").read_text() == "psql\n"
                ]
                os.kill(pid, signal.SIGKILL)
            assert Run(job).code != 0
            if victim == "psql":
                blocker.rollback()
            else:
                blocker.close()
        if victim == "server":
            server.start()
        asked = "select application_name from pg_stat_activity where application_name = 'x2bee-access'"
        until(lambda: server.execute(asked) == [])
        assert server.execute(OURS) == []
        assert server.execute("select from pg_namespace where nspname ~ '^x2bee'", database=DATABASE) == []
        assert Run(start(server, tmp_path, BOTH)).succeeded()
        assert log_in(server, ORDER["service"], password(ORDER["service"])) == "x2bee_api_order"


def until(holds: Any) -> None:
    limit = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < limit, "it never came to this"
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(below for child in children for below in descendants(child))]


@pytest.mark.parametrize("shell", ["bash", "busybox", "dash"])
def test_it_runs_in_any_posix_shell(shell: str, one: Server, tmp_path: Path) -> None:
    if not (program := shutil.which(shell)):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "sh").symlink_to(program)  # by this name bash is POSIX, and busybox the shell of the emitted image
    Run(start(one, tmp_path, BOTH, {MEMBER["service"]: HOSTILE[1]}, shell=str(tmp_path / "sh"))).succeeded()
    assert log_in(one, MEMBER["service"], HOSTILE[1]) == "x2bee_api_member"
