"""A batch between two real servers: nothing lost, nothing doubled, whatever is killed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.database.sync.pair import Pair, rows
from tests.postgres import Server
from x2bee_constructs.database.sync.props import Side, Sync, SyncTable

pytestmark = pytest.mark.servers

_GOODS = """create table goods (
  id bigint generated always as identity primary key, name text not null, price numeric(12, 2), tags text[],
  updated_at timestamptz not null default now()
); create index on goods (updated_at);"""
_COPY = """create table goods (
  id bigint generated always as identity primary key, name text not null, price numeric(14, 4), tags text[],
  updated_at timestamptz not null, seen timestamptz default now()
);"""
_COLUMNS = "id, name, price, tags, updated_at"


def batch(*tables: SyncTable, chunk: int | None = None) -> Sync:
    """A batch from goods in gddp to display in mbod."""
    source, target = Side(database="gddp", service="x2bee-api-goods"), Side(database="mbod", service="x2bee-api-order")
    return Sync(source=source, target=target, tables=tables, mode="batch", chunk=chunk)


def goods(**more: object) -> SyncTable:
    """The table of most tests."""
    given = {"name": "goods", "key": ["id"], "watermark": "updated_at", "overlap": 0, **more}
    return SyncTable.model_validate(given)


@pytest.fixture
def pair(source: Server, target: Server, tmp_path: Path) -> Pair:
    """Goods in chunks of 100, deleted ones found by comparison."""
    made = Pair(
        "goods", batch(goods(deletes="compare", compare_minutes=1), chunk=100), source, target, tmp_path / "run"
    )
    made.prepare(_GOODS, _COPY)
    return made


def compare_again(pair: Pair) -> None:
    """As if the time until the next comparison had passed."""
    pair.state("update comparison set began = began - interval '1 day'")


def same(pair: Pair, table: str = "goods", columns: str = _COLUMNS) -> bool:
    """Whether both tables are the same, whole."""
    both = rows(pair, table, columns)
    assert both["source"] == both["target"]
    return bool(both["source"])


def fill(pair: Pair, count: int) -> None:
    pair.at_source(
        "insert into goods (name, price, tags, updated_at) select 'it''s \\ ' || n, n / 7.0, array['a', null, E'\\t'], "
        f"now() - n * interval '1 minute' from generate_series(1, {count}) n"
    )


def test_the_first_run_copies_everything_in_chunks(pair: Pair) -> None:
    fill(pair, 1050)
    pair.works("batch.sh")
    assert same(pair)
    assert pair.state("select rows, finished is not null from pass") == [(1050, True)]


def test_changed_new_and_deleted_rows_follow(pair: Pair) -> None:
    fill(pair, 250)
    pair.works("batch.sh")
    pair.at_source("update goods set name = name || '!', updated_at = clock_timestamp() where id % 3 = 0")
    pair.at_source("delete from goods where id % 10 = 5")
    fill(pair, 40)
    pair.at_source("update goods set updated_at = clock_timestamp() where id > 250")
    compare_again(pair)
    pair.works("batch.sh")
    assert same(pair)


def test_a_row_that_is_the_same_is_not_written_again(pair: Pair) -> None:
    fill(pair, 250)
    pair.works("batch.sh")
    before = pair.at_target("select xmin::text, id from goods order by id")
    pair.works("batch.sh")
    assert pair.at_target("select xmin::text, id from goods order by id") == before


def test_equal_watermarks_across_chunks_lose_nothing(pair: Pair) -> None:
    pair.at_source("insert into goods (name) select 'n' || n from generate_series(1, 777) n")
    pair.works("batch.sh")
    assert same(pair)
    pair.at_source("insert into goods (name, updated_at) select 'late', max(updated_at) from goods")
    pair.works("batch.sh")
    assert same(pair)


def test_a_transaction_that_commits_late_is_not_lost(pair: Pair) -> None:
    fill(pair, 50)
    pair.works("batch.sh")
    with pair.source.connect("gddp") as slow:
        slow.autocommit = False
        slow.execute("insert into x2bee_api_goods.goods (name, updated_at) values ('slow', clock_timestamp())")
        for _ in range(3):  # the watermark goes on meanwhile, far past the one of the open transaction
            pair.at_source(
                "insert into goods (name, updated_at) values ('quick', clock_timestamp() + interval '1 hour')"
            )
            pair.at_source("insert into goods (name, updated_at) values ('quick', clock_timestamp())")
            pair.works("batch.sh")
        assert pair.at_target("select 1 from goods where name = 'slow'") == []
        slow.commit()
    pair.works("batch.sh")
    assert same(pair)


def test_a_row_from_the_future_hides_nothing(pair: Pair) -> None:
    pair.at_source("insert into goods (name, updated_at) values ('tomorrow', now() + interval '1 day')")
    pair.works("batch.sh")
    fill(pair, 1)
    pair.at_source("update goods set updated_at = clock_timestamp() where name <> 'tomorrow'")
    pair.works("batch.sh")
    assert same(pair)


@pytest.mark.parametrize("seed", range(4))
def test_a_run_killed_anywhere_is_made_good_by_the_next(pair: Pair, seed: int) -> None:
    chance = random.Random(seed)
    fill(pair, 3000)
    killed = 0
    for turn in range(6):
        process = pair.start("batch.sh")
        time.sleep(chance.uniform(0.05, 1.5))
        if process.poll() is None:
            killed += 1
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        pair.at_source(f"update goods set name = 'turn {turn}', updated_at = clock_timestamp() where id % 6 = {turn}")
        pair.at_source(f"delete from goods where id % 50 = {turn}")
    assert killed, "every run had ended before it was to be killed"
    pair.works("batch.sh")
    compare_again(pair)
    pair.works("batch.sh")
    assert same(pair)


@pytest.mark.parametrize("victim", ["source", "target"])
def test_a_server_killed_in_the_middle_loses_nothing(pair: Pair, victim: str) -> None:
    fill(pair, 150)
    pair.works("batch.sh")
    fill(pair, 10_000)
    pair.at_source("update goods set updated_at = clock_timestamp()")
    server: Server = getattr(pair, victim)
    process = pair.start("batch.sh")
    while not pair.state("select 1 from pass where finished is null and rows > 0"):
        assert process.poll() is None, "the run ended before anything could be killed"
    server.kill()
    process.communicate()
    assert process.returncode != 0
    server.start()
    pair.works("batch.sh")
    assert same(pair)


def test_two_runs_at_once_do_each_thing_once(pair: Pair) -> None:
    fill(pair, 1000)
    both = [pair.start("batch.sh") for _ in range(2)]
    assert [(process.communicate(), process.returncode)[1] for process in both] == [0, 0]
    assert same(pair)


def test_lag_is_told_by_the_clock_of_the_source(pair: Pair) -> None:
    fill(pair, 5)
    pair.works("batch.sh")
    (until,) = pair.state("select until from synced")[0]
    (now,) = pair.source.execute("select now()")[0]
    assert until < now
    pair.works("batch.sh")
    assert pair.state("select until from synced")[0][0] > until


def test_tombstones_delete(source: Server, target: Server, tmp_path: Path) -> None:
    table = goods(deletes="tombstone", tombstone="del_yn", columns=["id", "name", "updated_at"])
    pair = Pair("goods", batch(table), source, target, tmp_path / "run")
    pair.prepare(_GOODS + "alter table goods add del_yn char(1) not null default 'N';", _COPY)
    fill(pair, 20)
    pair.works("batch.sh")
    assert same(pair, columns="id, name, updated_at")
    pair.at_source("update goods set del_yn = 'Y', updated_at = clock_timestamp() where id <= 5")
    pair.works("batch.sh")
    assert pair.at_target("select count(*), min(id) from goods") == [(15, 6)]


def test_several_keys_and_a_number_as_watermark(source: Server, target: Server, tmp_path: Path) -> None:
    made = "create table price (shop text, code int, won int, version int not null, primary key (code, shop));"
    table = SyncTable(name="price", key=["shop", "code"], watermark="version", deletes="compare", compare_minutes=1)
    pair = Pair("price", batch(table, chunk=7), source, target, tmp_path / "run")
    pair.prepare(made, made)
    pair.at_source("insert into price select chr(97 + n % 5) || '''', n, n, n / 9 from generate_series(1, 100) n")
    pair.works("batch.sh")
    assert same(pair, "price", "code, shop, won, version")
    pair.at_source("delete from price where code % 4 = 0")
    pair.at_source("update price set won = -1, version = 1000 where code % 7 = 0")
    compare_again(pair)
    pair.works("batch.sh")
    assert same(pair, "price", "code, shop, won, version")


@pytest.mark.parametrize(
    ("change", "where", "told"),
    [
        ("alter table goods alter name type varchar(5)", "target", "goods.name: the source's text does not fit"),
        (
            "alter table goods alter price type numeric(12, 1) using 0",
            "target",
            "goods.price: the source's numeric(12,2)",
        ),
        ("alter table goods drop price", "target", "goods.price: the target has no such column"),
        (
            "alter table goods add more int",
            "source",
            "goods.more: the target has no such column; add it there (integer)",
        ),
        ("alter table goods add more int not null", "target", "goods.more: the target needs a value"),
        ("alter table goods alter price set not null", "target", "goods.price: may be empty at the source"),
        ("alter table goods drop constraint goods_pkey", "target", "goods: the target has no primary key"),
        ("alter table goods drop constraint goods_pkey", "source", "goods: the source has no primary key"),
        ("alter table goods drop updated_at", "source", "goods.updated_at: the source has no such column"),
        ("alter table goods alter updated_at drop not null", "source", "goods.updated_at: a watermark is"),
        ("drop table goods", "source", "goods: the source has no table"),
        ("drop table goods", "target", "goods: the target has no table"),
    ],
)
def test_what_conflicts_stops_it_loudly_before_any_row(pair: Pair, change: str, where: str, told: str) -> None:
    fill(pair, 5)
    (pair.at_source if where == "source" else pair.at_target)(change)
    code, said = pair.run("batch.sh")
    assert code == 1
    assert told in said
    assert pair.state("select ok from status") == [(False,)]
    if "drop table" not in change:
        assert pair.at_target("select count(*) from goods") == [(0,)]


def test_a_row_that_the_target_refuses_changes_nothing_there(pair: Pair) -> None:
    pair.at_target("alter table goods add check (price < 100)")
    fill(pair, 5)
    pair.at_source("update goods set price = 200 where id = 3")
    code, said = pair.run("batch.sh")
    assert code
    assert "goods_price_check" in said
    assert pair.at_target("select count(*) from goods") == [(0,)]


def test_a_policy_that_hides_rows_deletes_nothing(pair: Pair) -> None:
    fill(pair, 10)
    pair.works("batch.sh")
    pair.at_source("alter table goods enable row level security")
    compare_again(pair)
    code, said = pair.run("batch.sh")
    assert code
    assert "row-level security" in said
    assert pair.at_target("select count(*) from goods") == [(10,)]


def test_the_role_can_do_no_more_than_it_must(pair: Pair) -> None:
    pair.works("batch.sh")
    login, password = pair.environment()["SYNC_USER"], pair.environment()["SYNC_PASSWORD"]
    query = "select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication from pg_roles"
    for server in (pair.source, pair.target):
        assert server.execute(query + f" where rolname = '{login}'") == [(False,)]
    for sql in ("insert into x2bee_api_goods.goods (name) values ('x')", "drop table x2bee_api_goods.goods"):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            pair.source.execute(sql, database="gddp", user=login, password=password)
