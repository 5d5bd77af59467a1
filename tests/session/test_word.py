"""`python -m conformance.sessions` judges rightly; its runs of whole programs are its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.processes import Processes
from conformance.sessions import report
from conformance.sessions.certificates import Certificates
from conformance.sessions.proxy import Name
from conformance.sessions.resp import Connection
from conformance.sessions.run import Case, Outcome, canaries
from conformance.sessions.servers import ADMIN, Account, Program, Server, start_server, wait_for_copy
from conformance.sessions.shops import SHOPS, secret
from x2bee_constructs.session.access import commands

VALKEY = Program("valkey", "9.1.2", Path("valkey-server"), tls=False)
SPRING = Case(SHOPS[0], VALKEY)


def test_a_session_that_survives_is_good_and_one_that_does_not_is_bad() -> None:
    assert Outcome(SPRING).good
    assert not Outcome(SPRING, wrong=["the cart is gone"]).good


def test_a_canary_is_good_only_if_it_is_caught() -> None:
    caught, missed = canaries([replace(SPRING, shop=SHOPS[-1])])
    assert Outcome(caught, wrong=["refused"]).good
    assert not Outcome(missed).good
    assert "NOT REFUSED" in report.table([Outcome(missed)])


def test_a_command_that_nobody_sends_needs_a_reason() -> None:
    known = set(commands("spring", "valkey"))
    assert report.never_sent([Outcome(SPRING, sent=known - {"sadd"})]) == ["spring: sadd"]
    assert report.never_sent([Outcome(SPRING, sent=known - {"zadd"})]) == []


def test_a_reason_is_given_only_for_what_is_allowed() -> None:
    for client, reasons in report.UNSEEN.items():
        assert reasons.keys() <= set(commands(client, "valkey"))


def test_a_password_of_all_characters_stands_in_a_url() -> None:
    made = secret("node", {"host": "h", "port": "1", "username": "x2bee-fo", "password": "a!&#$^<>-b"})
    assert made["REDIS_PASSWORD"] == "a!&#$^<>-b"
    assert made["REDIS_URL"] == "rediss://x2bee-fo:a%21%26%23%24%5E%3C%3E-b@h:1"


def test_a_template_that_is_not_understood_is_not_passed_on() -> None:
    with pytest.raises(ValueError, match="more than this can fill in"):
        secret("spring", {"host": "h"})


def test_what_is_kept_outlives_its_primary_under_one_name(
    program: Program, certificates: Certificates, accounts: dict[str, Account], tmp_path: Path
) -> None:
    account = accounts["x2bee-fo"]
    with Processes(tmp_path) as processes:
        primary = start_server(processes, program, "primary", certificates, [account])
        replica = start_server(processes, program, "replica", certificates, [account], primary)
        with Name(primary.port, None if program.tls else certificates.server()) as name:
            store = Server("store", name.port, certificates)
            with store.connect(account) as shop:
                shop("SET", "fo:session:kim", "teapot", "EX", "1800")
                wait_for_copy(primary, replica)
                processes.stop("primary", grace=0)
                with pytest.raises(ConnectionError):
                    _until_hung_up(shop)
            with replica.connect(ADMIN) as admin:
                admin("REPLICAOF", "NO", "ONE")
            name.move(replica.port)
            with store.connect(account) as shop:
                assert shop("GET", "fo:session:kim") == "teapot"
                assert shop("SET", "fo:session:kim", "kettle", "EX", "1800") == "OK"


def _until_hung_up(connection: Connection) -> None:
    while True:
        connection("GET", "fo:session:kim")
