"""The emitted job against real servers: who may do what, and that it stays so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from psycopg import errors

from tests.database.access.job import ADMIN, DATABASE, SECRET, Run, declared, make_admin, password, start
from tests.postgres import Server, postgres

pytestmark = pytest.mark.servers

MEMBER: dict[str, Any] = {"service": "x2bee-api-member", "owns": True}
ORDER: dict[str, Any] = {"service": "x2bee-api-order", "owns": True, "writes": ["x2bee-api-member"]}
BATCH: dict[str, Any] = {"service": "x2bee-batch", "owns": True, "migrates": False, "reads": ["x2bee-api-order"]}
OFFICE: dict[str, Any] = {"service": "x2bee-api-bo", "reads_all": True, "connections": 3, "statement_seconds": 7}
ALL = (MEMBER, ORDER, BATCH, OFFICE)
GROUPS = [f"{name}_{group}" for name in ("x2bee_api_member", "x2bee_api_order", "x2bee_batch")
          for group in ("owner", "reader", "writer")]  # fmt: skip


def run(server: Server, folder: Path, *logins: dict[str, Any], **more: Any) -> list[str]:
    return Run(start(server, folder, declared(*(logins or ALL), **more))).succeeded()


def as_(service: str, server: Server, sql: str) -> list[tuple[Any, ...]]:
    """The rows that a service gets, in a new session."""
    role = service.replace("-", "_")
    return server.execute(sql, database=DATABASE, user=role, password=password(service))


def admin(server: Server, sql: str) -> list[tuple[Any, ...]]:
    return server.execute(sql, database=DATABASE, user=ADMIN, password=SECRET)


def tables(server: Server) -> None:
    """What the services' migrations make."""
    as_("x2bee-api-member", server, """
        create table card (id int generated always as identity primary key, number text);
        create view cards as select id from card;
        create materialized view counted as select count(*) from card;
        create sequence tickets;
        create type kind as enum ('a');
        create domain short as text;
        create function hello() returns text language sql as 'select 1::text';
        insert into card (number) values ('4711')""")  # fmt: skip
    as_("x2bee-api-order", server, 'create table "Odd ""Name" (id int)')


def catalog(server: Server) -> dict[str, list[tuple[Any, ...]]]:
    """All that the job decides, as PostgreSQL keeps it."""
    whole = {
        "roles": "select to_jsonb(a) - 'oid', shobj_description(oid, 'pg_authid') from pg_authid a"
        " where rolname !~ '^pg_'",
        "members": "select roleid::regrole::text, member::regrole::text, to_jsonb(m) - 'oid' from pg_auth_members m",
        "settings": "select setrole::regrole::text, setdatabase, setconfig from pg_db_role_setting",
    }
    own = {
        "database": "select datname, datdba::regrole::text, datacl::text from pg_database",
        "schemas": "select nspname, nspowner::regrole::text, nspacl::text from pg_namespace where nspname !~ '^pg_'",
        "relations": "select oid::regclass::text, relowner::regrole::text, relacl::text from pg_class"
        " where oid > 16383",
        "columns": "select attrelid::regclass::text, attname, attacl::text from pg_attribute where attacl is not null"
        " and attrelid > 16383",
        "routines": "select oid::regprocedure::text, proowner::regrole::text, proacl::text from pg_proc"
        " where oid > 16383",
        "types": "select oid::regtype::text, typowner::regrole::text from pg_type where oid > 16383",
        "defaults": "select defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype,"
        " defaclacl::text from pg_default_acl",
    }
    rows = {name: server.execute(sql) for name, sql in whole.items()}
    rows |= {name: server.execute(sql, database=DATABASE) for name, sql in own.items()}
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def meaning(server: Server) -> dict[str, Any]:
    """The same without what may differ: new salts, the order of ACL items, who granted."""

    def plain(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("{") and "=" in value:
            return sorted(value.strip("{}").split(","))
        if isinstance(value, str) and value.startswith("SCRAM"):
            return "SCRAM"
        if isinstance(value, dict):
            return {
                key: plain(found)
                for key, found in value.items()
                if key != "grantor" and found not in (None, "infinity")
            }
        return sorted(cast("list[str]", value)) if isinstance(value, list) else value

    return {name: [tuple(map(plain, row)) for row in rows] for name, rows in catalog(server).items()}


def test_each_service_works_in_its_own_schema(server: Server, tmp_path: Path) -> None:
    assert run(server, tmp_path)
    tables(server)
    assert as_("x2bee-api-member", server, "select session_user::text, current_user::text, current_schema()::text") == [
        ("x2bee_api_member", "x2bee_api_member_owner", "x2bee_api_member")
    ]
    assert as_(
        "x2bee-api-member", server, "alter table card add note text; update card set note = 'x' returning id"
    ) == [(1,)]
    assert as_("x2bee-api-member", server, "select nextval('tickets'), hello()") == [(1, "1")]
    with pytest.raises(errors.InsufficientPrivilege):
        as_("x2bee-api-member", server, "create schema more")


def test_a_service_cannot_read_anothers_tables(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    for sql in ('select * from x2bee_api_order."Odd ""Name"', "create table x2bee_api_order.mine (id int)"):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("x2bee-api-member", server, sql)
    for role in ("x2bee_api_order_owner", "x2bee_api_order", "x2bee_api_order_reader", ADMIN):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("x2bee-api-member", server, f"set role {role}")


def test_who_writes_anothers_rows_cannot_change_its_tables(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    made = "insert into x2bee_api_member.card (number) values ('1') returning id"
    assert as_("x2bee-api-order", server, made) == [(2,)]
    assert as_("x2bee-api-order", server, "update card set number = '2' where id = 2 returning number") == [("2",)]
    assert as_("x2bee-api-order", server, "select x2bee_api_member.hello(), nextval('tickets')") == [("1", 1)]
    for sql in ("drop table card", "truncate card", "alter table card add x int", "create table x2bee_api_member.t ()"):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("x2bee-api-order", server, sql)


def test_who_does_not_migrate_has_the_rows_of_its_schema_alone(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    admin(server, "set role x2bee_batch_owner; create table x2bee_batch.step (id int)")
    assert as_("x2bee-batch", server, "insert into step values (1) returning id") == [(1,)]
    assert as_("x2bee-batch", server, 'select * from "Odd ""Name"') == []
    for sql in ("create table other (id int)", "drop table step", 'insert into "Odd ""Name" values (1)'):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("x2bee-batch", server, sql)


def test_who_reads_all_reads_what_is_made_later_and_changes_nothing(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    assert as_("x2bee-api-bo", server, "select number from card") == [("4711",)]
    assert as_("x2bee-api-bo", server, 'select id from cards union select id from "Odd ""Name"') == [(1,)]
    insert = "insert into x2bee_api_member.card (number) values ('1')"
    with pytest.raises(errors.ReadOnlySqlTransaction):
        as_("x2bee-api-bo", server, insert)
    for sql in (insert, "select nextval('x2bee_api_member.tickets')", "create temp table t ()", "select hello()"):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("x2bee-api-bo", server, f"begin read write; {sql}")


def test_sessions_begin_as_said(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path, idle_transaction_seconds=9)
    asked = "select current_setting('{}')".format
    assert as_("x2bee-api-bo", server, asked("statement_timeout")) == [("7s",)]
    assert as_("x2bee-api-member", server, asked("statement_timeout")) == [("5min",)]
    assert as_("x2bee-api-member", server, asked("idle_in_transaction_session_timeout")) == [("9s",)]
    assert as_("x2bee-api-order", server, asked("search_path")) == [("x2bee_api_order, x2bee_api_member, extensions",)]
    assert as_("x2bee-api-order", server, asked("default_transaction_read_only")) == [("off",)]


def test_a_login_without_room_for_more_sessions_keeps_its_password(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(server.connect(DATABASE, "x2bee_api_bo", password("x2bee-api-bo")))
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            as_("x2bee-api-bo", server, "select 1")
        assert run(server, tmp_path) == []


def test_no_role_of_ours_has_any_power(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    rows = server.execute("""
        select rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin
        from pg_roles where rolname ~ '^x2bee'""")
    assert len(rows) == len(GROUPS) + len(ALL)
    for name, *powers, logs_in in rows:
        assert (name, any(powers), logs_in) == (name, False, name not in GROUPS)
    comments = server.execute("select shobj_description(oid, 'pg_authid') from pg_roles where rolname ~ '^x2bee'")
    assert all(comment.startswith("x2bee: ") for (comment,) in comments)


def test_public_has_nothing(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    server.execute("create role stranger login password 'x'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        server.execute("select 1", database=DATABASE, user="stranger", password="x")
    with pytest.raises(errors.InsufficientPrivilege):
        as_("x2bee-api-member", server, "create table public.t ()")
    assert admin(server, "select has_schema_privilege('stranger', 'public', 'usage')") == [(False,)]


def test_a_second_run_changes_nothing(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    before = catalog(server)
    assert run(server, tmp_path) == []
    assert catalog(server) == before, "to the last byte, passwords included"


BY_HAND = {
    "select for another service": "grant select on x2bee_api_order.\"Odd \"\"Name\" to x2bee_api_member_owner",
    "a column for everybody": "grant select (number) on x2bee_api_member.card to public",
    "a grant to pass on": "grant select on x2bee_api_member.card to x2bee_api_member_writer with grant option",
    "all on a table for everybody": "grant all on x2bee_api_member.card to public",
    "no select for readers": "revoke select on x2bee_api_member.card from x2bee_api_member_reader",
    "no sequence for writers": "revoke usage on sequence x2bee_api_member.tickets from x2bee_api_member_writer",
    "a routine for everybody": "grant execute on function x2bee_api_member.hello() to public",
    "a schema for everybody": "grant all on schema x2bee_api_member to public",
    "public for everybody": "grant usage, create on schema public to public",
    "a schema closed to writers": "revoke usage on schema x2bee_api_member from x2bee_api_member_writer",
    "the database for everybody": f"grant connect, temp on database {DATABASE} to public",
    "schemas by a service": f"grant create on database {DATABASE} to x2bee_api_order",
    "no way in": f"revoke connect on database {DATABASE} from x2bee_api_order",
    "later tables for everybody": "alter default privileges for role x2bee_api_member_owner"
    " grant select on tables to public",
    "later tables for nobody": "alter default privileges for role x2bee_api_member_owner in schema x2bee_api_member"
    " revoke select on tables from x2bee_api_member_reader",
    "later routines for everybody": "alter default privileges for role x2bee_api_member_owner"
    " grant execute on routines to public",
    "a table of the admin": f"alter table x2bee_api_member.card owner to {ADMIN}",
    "a table of the login": "alter table x2bee_api_member.card owner to x2bee_api_member",
    "a view of another": "alter view x2bee_api_member.cards owner to x2bee_api_order",
    "a materialized view": f"alter materialized view x2bee_api_member.counted owner to {ADMIN}",
    "a sequence": f"alter sequence x2bee_api_member.tickets owner to {ADMIN}",
    "a function": f"alter function x2bee_api_member.hello() owner to {ADMIN}",
    "a type": f"alter type x2bee_api_member.kind owner to {ADMIN}",
    "a domain": f"alter domain x2bee_api_member.short owner to {ADMIN}",
    "a schema": f"alter schema x2bee_api_member owner to {ADMIN}",
    "createdb": "alter role x2bee_api_member createdb",
    "createrole": "alter role x2bee_api_member createrole",
    "nologin": "alter role x2bee_api_member nologin",
    "a group that logs in": "alter role x2bee_api_member_owner login",
    "noinherit": "alter role x2bee_api_member noinherit",
    "no limit": "alter role x2bee_api_bo connection limit -1",
    "the end of a password": "alter role x2bee_api_member valid until '2001-01-01'",
    "another password": "alter role x2bee_api_member password 'guessed'",
    "no password": "alter role x2bee_api_member password null",
    "a comment": "comment on role x2bee_api_member is null",
    "search_path here": f"alter role x2bee_api_member in database {DATABASE} set search_path = public",
    "search_path everywhere": "alter role x2bee_api_member set search_path = public",
    "nobody's role": f"alter role x2bee_api_member in database {DATABASE} reset role",
    "writing readers": f"alter role x2bee_api_bo in database {DATABASE} set default_transaction_read_only = off",
    "a declared timeout": f"alter role x2bee_api_bo in database {DATABASE} set statement_timeout = 0",
}  # fmt: skip


@pytest.mark.parametrize("what", BY_HAND)
def test_what_somebody_changed_by_hand_is_repaired(what: str, prepared: Server, tmp_path: Path) -> None:
    before = meaning(prepared)
    prepared.execute(BY_HAND[what], database=DATABASE)
    assert meaning(prepared) != before or what == "another password", "the change changes nothing"
    assert run(prepared, tmp_path), "nothing was found"
    assert meaning(prepared) == before
    assert as_("x2bee-api-member", prepared, "select 1") == [(1,)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One state for all changes by hand: each of them is taken back before the next."""
    with postgres(tmp_path_factory) as server:
        make_admin(server)
        run(server, tmp_path_factory.mktemp("run"))
        tables(server)
        yield server


MEMBERSHIPS = [
    "grant x2bee_api_member_reader to x2bee_batch",
    "grant x2bee_api_member_owner to x2bee_api_member with admin option",
    "revoke x2bee_api_member_writer from x2bee_api_order_owner",
    "grant x2bee_api_order to x2bee_api_bo",
]


def test_all_that_somebody_changed_by_hand_is_repaired_at_once(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    before = meaning(server)
    for change in MEMBERSHIPS:
        admin(server, change)  # since 16 only who granted, or may act for him, takes a membership away
    for change in BY_HAND.values():
        server.execute(change, database=DATABASE)
    run(server, tmp_path)
    assert meaning(server) == before
    assert run(server, tmp_path) == []


@pytest.mark.parametrize("change", MEMBERSHIPS)
def test_a_membership_that_somebody_changed_is_repaired(change: str, prepared: Server, tmp_path: Path) -> None:
    before = meaning(prepared)
    admin(prepared, change)
    assert meaning(prepared) != before
    assert len(run(prepared, tmp_path)) == 1
    assert meaning(prepared) == before


def test_a_power_that_the_admin_may_not_take_away_is_told(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    server.execute("alter role x2bee_api_member superuser")
    ended = Run(start(server, tmp_path, declared(*ALL)))
    assert ended.code != 0
    assert ended.changes == []
    assert "ERROR" in ended.err
    assert len(ended.err.splitlines()) == 1
    server.execute("alter role x2bee_api_member nosuperuser")


def test_people_whom_somebody_let_in_stay_in(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    server.execute("create role analyst login password 'x'")
    admin(server, f"grant x2bee_api_member_reader to analyst; grant connect on database {DATABASE} to analyst")
    server.execute("alter role x2bee_api_member set log_min_duration_statement = 5")
    assert run(server, tmp_path) == []
    read = "select number from x2bee_api_member.card"
    assert server.execute(read, database=DATABASE, user="analyst", password="x") == [("4711",)]


def test_who_is_declared_no_more_is_shut_out_and_its_data_stay(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    tables(server)
    with server.connect(DATABASE, "x2bee_api_member", password("x2bee-api-member")) as session:
        rest: tuple[dict[str, Any], ...] = ({**ORDER, "writes": []}, BATCH, OFFICE)
        assert "role x2bee_api_member: a session ended" in run(server, tmp_path, *rest)
        with pytest.raises(psycopg.OperationalError):
            session.execute("select 1")
    for sql in ("rolcanlogin from pg_authid", "rolpassword is not null from pg_authid"):
        assert server.execute(f"select {sql} where rolname = 'x2bee_api_member'") == [(False,)]
    with pytest.raises(psycopg.OperationalError):
        as_("x2bee-api-member", server, "select 1")
    assert server.execute("select from pg_auth_members where member = 'x2bee_api_member'::regrole") == []
    owners = server.execute("select distinct tableowner from pg_tables where schemaname = 'x2bee_api_member'",
                            database=DATABASE)  # fmt: skip
    assert owners == [("x2bee_api_member_owner",)]
    with pytest.raises(errors.InsufficientPrivilege):
        as_("x2bee-api-bo", server, "select * from x2bee_api_member.card")
    assert run(server, tmp_path, *rest) == []
    run(server, tmp_path)
    assert as_("x2bee-api-member", server, "select number from card") == [("4711",)], "it comes back to its data"


def test_somebody_who_lets_a_former_login_in_again_is_undone(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path)
    run(server, tmp_path, MEMBER)
    server.execute("alter role x2bee_api_order login password 'x'")
    assert run(server, tmp_path, MEMBER) == ["role x2bee_api_order: disabled"]
    with pytest.raises(psycopg.OperationalError):
        server.execute("select 1", user="x2bee_api_order", password="x")


def test_copies_of_anothers_tables_have_an_owner_here(server: Server, tmp_path: Path) -> None:
    """As a sync wants it: the goods' tables live in another database, the member's service keeps copies."""
    run(server, tmp_path, {**MEMBER, "copies": ["x2bee-api-goods"]}, OFFICE)
    as_("x2bee-api-member", server, "create table x2bee_api_goods.item (id int)")
    run(server, tmp_path, {**MEMBER, "copies": ["x2bee-api-goods"]}, OFFICE)
    assert as_("x2bee-api-bo", server, "select * from x2bee_api_goods.item") == []
    owner = server.execute("select tableowner from pg_tables where tablename = 'item'", database=DATABASE)
    assert owner == [("x2bee_api_goods_owner",)]


def test_who_replicates_may_as_the_server_gives_it(server: Server, tmp_path: Path) -> None:
    sync = {"service": "sync-orders", "owns": True, "reads": ["x2bee-api-member"], "replicates": True}
    boss = (server.admin, server.password)
    assert Run(start(server, tmp_path, declared(MEMBER, sync), admin=boss)).succeeded()
    asked = "select rolreplication, pg_has_role(oid, 'x2bee_api_member_reader', 'usage') from pg_roles where rolname = "
    assert server.execute(asked + "'sync_orders'") == [(True, True)]
    assert as_("sync-orders", server, "select current_user::text") == [("sync_orders",)]
    assert Run(start(server, tmp_path, declared(MEMBER, sync), admin=boss)).succeeded() == []


def test_on_rds_who_replicates_is_in_its_group(server: Server, tmp_path: Path) -> None:
    server.execute(f"create role rds_replication; grant rds_replication to {ADMIN} with admin option")
    sync = {"service": "sync-orders", "reads": ["x2bee-api-member"], "replicates": True}
    assert "role sync_orders: member of rds_replication" in run(server, tmp_path, MEMBER, sync)
    assert run(server, tmp_path, MEMBER, sync) == []
    assert "role sync_orders: no member of rds_replication" in run(
        server, tmp_path, MEMBER, {**sync, "replicates": False}
    )


def test_extensions_are_made_where_services_reach_them(server: Server, tmp_path: Path) -> None:
    (there,) = server.execute("select count(*) from pg_available_extensions where name = 'pg_trgm'")
    if not there[0]:
        ended = Run(start(server, tmp_path, declared(*ALL, extensions=["pg_trgm"])))
        assert (ended.code, "pg_trgm" in ended.err, ended.changes) == (3, True, [])
        return
    assert "extension pg_trgm: made" in run(server, tmp_path, extensions=["pg_trgm"])
    assert as_("x2bee-api-bo", server, "select similarity('a', 'a')") == [(1.0,)]
    assert run(server, tmp_path, extensions=["pg_trgm"]) == []
