"""Logical replication between two real servers: what is made, what is refused, what survives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.database.sync.pair import Pair, admin, rows
from tests.postgres import Server, standby
from x2bee_constructs.database.sync.props import Side, Sync, SyncTable

pytestmark = pytest.mark.servers

_MEMBER = "create table member (id bigint primary key, name text, grade varchar(10) not null default 'new');"
_POINT = "create table point (id int primary key, won int);"
_PATIENCE = 180
"""Seconds after which what has not come is taken as lost; nothing is judged by how long it took. On a
busy machine a target that was killed once took more than a minute, which is also PostgreSQL's `wal_sender_timeout`."""


def logical(*tables: SyncTable) -> Sync:
    """Members of mbod, in gddp."""
    source, target = Side(database="mbod", service="x2bee-api-member"), Side(database="gddp", service="x2bee-api-goods")
    return Sync(source=source, target=target, tables=tables or (SyncTable(name="member"),), mode="logical")


@pytest.fixture
def pair(source: Server, target: Server, tmp_path: Path) -> Iterator[Pair]:
    """One table, nothing set up yet."""
    made = Pair("member", logical(), source, target, tmp_path / "run")
    made.prepare(_MEMBER, _MEMBER)
    yield made
    made.run("setup.sh", "drop")


def soon(asked: Callable[[], Any]) -> None:
    """Wait until it is so."""
    limit = time.monotonic() + _PATIENCE
    while not asked():
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.1)


def arrives(pair: Pair, table: str = "member") -> None:
    """Wait until both tables are the same, whole; if they never are, both servers' last words are told."""
    try:
        soon(lambda: len(set(map(str, rows(pair, table, "*").values()))) == 1)
    except AssertionError as late:
        said = (f"{side}:\n{server.log[-4000:]}" for side, server in (("source", pair.source), ("target", pair.target)))
        raise AssertionError("\n".join((str(late), *said))) from late
    assert pair.at_target(f"select 1 from {table}")


def enabled(pair: Pair) -> bool:
    return pair.state("select subenabled from pg_subscription where subname = 'sync_member'") == [(True,)]


def fill(pair: Pair, first: int, last: int) -> None:
    pair.at_source(f"insert into member select n, 'name ' || n from generate_series({first}, {last}) n")


def test_the_first_copy_and_every_kind_of_change_arrive(pair: Pair) -> None:
    fill(pair, 1, 500)
    pair.works("setup.sh")
    fill(pair, 501, 600)
    pair.at_source(
        "update member set name = null, id = id + 10000 where id % 7 = 0; delete from member where id % 5 = 0"
    )
    arrives(pair)
    pair.at_source("truncate member")
    fill(pair, 1, 3)
    arrives(pair)


def test_setup_may_run_again_at_any_time(pair: Pair) -> None:
    fill(pair, 1, 50)
    for _ in range(3):
        pair.works("setup.sh")
    fill(pair, 51, 60)
    pair.works("setup.sh")
    arrives(pair)
    assert pair.source.execute("select slot_name from pg_replication_slots where slot_type = 'logical'") == [
        ("sync_member",)
    ]


def test_the_look_tells_lag_and_slot(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    arrives(pair)
    pair.works("check.sh")
    soon(lambda: pair.state("select clock_timestamp() - at < interval '1 minute' from heartbeat") == [(True,)])
    soon(
        lambda: (
            pair.works("check.sh") == ""
            and pair.state("select held, active, state from slot") == [(True, True, "reserved")]
        )
    )
    assert pair.state("select ok, problems from status") == [(True, [])]
    assert pair.state("select lag_bytes >= 0 from slot") == [(True,)]


def test_a_table_added_later_is_copied_and_the_others_go_on(pair: Pair) -> None:
    fill(pair, 1, 20)
    pair.works("setup.sh")
    arrives(pair)
    for server, base in ((pair.source, "mbod"), (pair.target, "gddp")):
        server.execute(f"set role x2bee_api_member_owner; set search_path = x2bee_api_member; {_POINT}", database=base)
    pair.at_source("insert into point select n, n from generate_series(1, 30) n")
    more = logical(SyncTable(name="member", columns=["id", "name", "grade"]), SyncTable(name="point"))
    pair.sync = more
    pair.write()
    pair.works("setup.sh")
    arrives(pair, "point")
    fill(pair, 21, 30)
    arrives(pair)


@pytest.mark.parametrize("stop", ["restart", "kill"])
def test_a_target_that_goes_away_catches_up(pair: Pair, stop: str) -> None:
    fill(pair, 1, 100)
    pair.works("setup.sh")
    arrives(pair)
    (pair.target.stop if stop == "restart" else pair.target.kill)()
    fill(pair, 101, 2000)
    pair.at_source("delete from member where id % 2 = 0")
    pair.target.start()
    arrives(pair)
    assert pair.state("select subsynccommit from pg_subscription") == [("on",)]


def test_a_source_killed_while_it_sends_loses_and_doubles_nothing(pair: Pair) -> None:
    fill(pair, 1, 100)
    pair.works("setup.sh")
    arrives(pair)
    for turn in range(3):
        fill(pair, 1000 * (turn + 1), 1000 * (turn + 1) + 900)
        pair.source.kill()
        pair.source.start()
        pair.at_source(f"update member set name = 'after {turn}' where id % 3 = {turn}")
        # The subscription stops when the source dies under it; the look of the next minute lets it go on.
        soon(lambda: pair.run("check.sh")[0] == 0 and enabled(pair))
    arrives(pair)


def test_setup_killed_anywhere_is_made_good_by_the_next(pair: Pair) -> None:
    fill(pair, 1, 300)
    for patience in (0.1, 0.2, 0.3, 0.4, 0.6):
        process = pair.start("setup.sh")
        time.sleep(patience)
        process.kill()
        process.communicate()
    # psql of a killed run may still be at work: the next tries come later, as Kubernetes' do.
    soon(lambda: pair.run("setup.sh")[0] == 0)
    arrives(pair)


def test_a_source_that_failed_over_without_the_slot_is_refused_then_copied_anew(
    pair: Pair, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fill(pair, 1, 200)
    pair.works("setup.sh")
    arrives(pair)
    with standby(tmp_path_factory, pair.source) as promoted:
        fill(pair, 201, 250)
        soon(lambda: promoted.execute("select count(*) from x2bee_api_member.member", database="mbod") == [(250,)])
        pair.source.kill()
        promoted.execute("select pg_promote()")
        old, pair.source = pair.source, promoted
        fill(pair, 251, 300)
        pair.at_source("delete from member where id <= 10")
        code, said = pair.run("setup.sh")
        assert code == 1
        assert "the slot is not on the source: run the resync" in pair.run("check.sh")[1]
        assert "the slot sync_member is not on the source" in said
        pair.works("setup.sh", "resync")
        arrives(pair)
        assert pair.at_target("select count(*) from member") == [(290,)]
        pair.works("setup.sh", "drop")
    pair.source = old
    old.start()


@pytest.mark.parametrize(
    ("change", "where", "told"),
    [
        (
            "alter table member alter grade type varchar(3)",
            "target",
            "member.grade: the source's character varying(10)",
        ),
        ("alter table member drop name", "target", "member.name: the target has no such column"),
        (
            "truncate member; alter table member add more int not null",
            "target",
            "member.more: the target needs a value",
        ),
        ("alter table member drop constraint member_pkey", "target", "member: the target has no primary key"),
        ("alter table member drop constraint member_pkey", "source", "member: the source has no primary key"),
        (
            "alter table member add born date",
            "source",
            "member.born: the target has no such column; add it there (date)",
        ),
    ],
)
def test_what_conflicts_stops_it_loudly(pair: Pair, change: str, where: str, told: str) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    arrives(pair)
    (pair.at_source if where == "source" else pair.at_target)(change)
    code, said = pair.run("check.sh")
    assert code == 1
    assert told in said
    assert not enabled(pair)
    assert pair.state("select ok from status") == [(False,)]


def test_what_was_mended_goes_on_where_it_stopped(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    arrives(pair)
    pair.at_source("alter table member add born date")
    assert pair.run("check.sh")[0] == 1
    pair.at_source("insert into member (id, born) values (77, '2000-01-01')")
    assert pair.run("setup.sh")[0] == 1
    pair.at_target("alter table member add born date")
    pair.works("setup.sh")
    arrives(pair)


def test_a_row_that_the_target_has_already_stops_it_instead_of_turning_for_ever(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    arrives(pair)
    pair.at_target("insert into member values (6, 'somebody else')")
    fill(pair, 6, 6)
    soon(lambda: not enabled(pair))
    for _ in range(3):  # by accident, perhaps
        pair.works("check.sh")
        soon(lambda: not enabled(pair))
    code, said = pair.run("check.sh")
    assert code == 1
    assert "stops at an error again and again" in said
    assert not enabled(pair)
    assert pair.state("select ok from status") == [(False,)]
    pair.at_target("delete from member where id = 6")
    pair.works("setup.sh")
    arrives(pair)


def test_a_first_copy_onto_rows_is_refused(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.at_target("insert into member values (1, 'here before')")
    code, said = pair.run("setup.sh")
    assert code
    assert "the target has rows already in member" in said
    assert pair.at_target("select name from member") == [("here before",)]
    pair.works("setup.sh", "resync")
    arrives(pair)


def test_a_changed_password_is_taken_over(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    for server in (pair.source, pair.target):
        server.execute("alter role sync_member password 'n''e\\w'")
    pair.works("setup.sh", SYNC_PASSWORD="n'e\\w")
    pair.source.restart()
    fill(pair, 6, 9)
    soon(lambda: pair.run("check.sh", SYNC_PASSWORD="n'e\\w")[0] == 0 and enabled(pair))
    arrives(pair)


def test_no_log_has_the_password(pair: Pair) -> None:
    who = admin(pair.target)[0]
    for setting in ("log_statement = 'all'", "log_min_duration_statement = 0", "log_min_error_statement = 'debug5'"):
        pair.target.execute(f"alter role {who} set {setting}")
    pair.works("setup.sh")
    pair.works("setup.sh")
    assert pair.run("setup.sh", SYNC_TLS="nonsense")[0]
    for setting in ("log_statement", "log_min_duration_statement", "log_min_error_statement"):
        pair.target.execute(f"alter role {who} reset {setting}")
    log = pair.target.log
    assert "create temp table login" in log, "the admin's statements were to be logged"
    assert "password=" not in log
    assert "\\ one" not in log


def test_drop_leaves_the_tables_and_nothing_else(pair: Pair) -> None:
    fill(pair, 1, 5)
    pair.works("setup.sh")
    arrives(pair)
    pair.works("setup.sh", "drop")
    assert pair.at_target("select count(*) from member") == [(5,)]
    assert pair.source.execute("select 1 from pg_replication_slots where slot_name = 'sync_member'") == []
    assert pair.at_source("select 1 from pg_publication") == []
    assert pair.state("select 1 from pg_subscription where subname = 'sync_member'") == []


def test_who_replicates_can_only_read(pair: Pair) -> None:
    pair.works("setup.sh")
    asked = (
        "select rolreplication, rolsuper or rolcreatedb or rolcreaterole or rolbypassrls from pg_roles where rolname = "
    )
    assert pair.source.execute(asked + "'sync_member'") == [(True, False)]
    assert pair.target.execute(asked + "'sync_member'") == [(False, False)]
    with pytest.raises(Exception, match="permission denied"):
        pair.source.execute(
            "delete from x2bee_api_member.member",
            database="mbod",
            user="sync_member",
            password=pair.environment()["SYNC_PASSWORD"],
        )
