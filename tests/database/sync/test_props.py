"""What may be said of a sync, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.database.sync.access import copies, sync_logins
from x2bee_constructs.database.sync.faults import sync_faults
from x2bee_constructs.database.sync.props import Sync

_SERVICES = {"x2bee-api-member": "mbod", "x2bee-api-goods": "gddp", "x2bee-api-event": "event", "x2bee-fo": None}
_DATABASES = ["mbod", "gddp", "event"]
_OWNERS = {"mbod": "x2bee-api-member", "gddp": "x2bee-api-goods", "event": "x2bee-api-event"}


def end(database: str) -> dict[str, str]:
    return {"database": database, "service": _OWNERS[database]}


def said(source: str = "mbod", target: str = "gddp", *tables: str, **more: Any) -> dict[str, Any]:
    """What a customer's file says of a logical sync."""
    given = [{"name": name} for name in tables or ("member",)]
    return {"source": end(source), "target": end(target), "mode": "logical", "tables": given, **more}


def batch(
    source: str = "mbod", target: str = "gddp", *, more: Mapping[str, object] | None = None, **own: object
) -> dict[str, Any]:
    """The same of a batch; `more` is said of its table."""
    table = {"name": "member", "key": ["id"], "watermark": "updated_at"}
    return {**said(source, target), "mode": "batch", "tables": [{**table, **own, **(more or {})}]}


def codes(given: dict[str, Any]) -> dict[str, str]:
    """The faults of one sync: code by place."""
    with pytest.raises(ValidationError) as found:
        Sync.model_validate(given)
    return {".".join(map(str, error["loc"])): error["type"] for error in found.value.errors()}


def between(**syncs: dict[str, Any]) -> list[tuple[str, str]]:
    """The faults between syncs: place and code."""
    found = sync_faults({name: Sync.model_validate(given) for name, given in syncs.items()}, _DATABASES, _SERVICES)
    return [(".".join(map(str, place)), fault.type) for place, fault, _ in found]


def test_source_and_target_are_two_databases() -> None:
    assert codes(said("mbod", "mbod")) == {"target.database": "X2B348"}


@pytest.mark.parametrize("field", ["key", "watermark"])
def test_a_batch_needs_key_and_watermark(field: str) -> None:
    assert codes(batch(more={field: [] if field == "key" else None})) == {f"tables.0.{field}": "X2B349"}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (batch(columns=["name"]), "tables.0.columns"),
        (batch(deletes="tombstone"), "tables.0.tombstone"),
        (batch(tombstone="del_yn"), "tables.0.tombstone"),
        (batch(compare_minutes=5), "tables.0.compare_minutes"),
        (batch() | {"lag_mib": 1}, "lag_mib"),
        (batch() | {"every": 30}, "lag_minutes"),
        (said(every=5), "every"),
        (said(chunk=5), "chunk"),
        (said("mbod", "gddp", "member", "member"), "tables.1.name"),
        (said() | {"tables": [{"name": "member", "key": ["id"]}]}, "tables.0.key"),
        (said() | {"tables": [{"name": "member", "deletes": "tombstone", "tombstone": "gone"}]}, "tables.0.tombstone"),
    ],
)
def test_what_contradicts_itself_is_refused(given: dict[str, Any], place: str) -> None:
    assert codes(given) == {place: "X2B349"}


def test_all_faults_come_at_once() -> None:
    given = said("mbod", "mbod", every=5, chunk=1)
    assert set(codes(given)) == {"target.database", "every", "chunk"}


@pytest.mark.parametrize("name", ["member; drop table x", "Member", "a b", "", "x" * 64, "1st"])
def test_a_table_is_a_plain_name(name: str) -> None:
    assert set(codes(said("mbod", "gddp", name)).values()) == {"X2B106"}


def test_unknown_names_are_told_with_the_nearest() -> None:
    given = said()
    given["source"] = {"database": "mbodd", "service": "x2bee-api-membr"}
    assert between(a=given) == [("syncs.a.source.database", "X2B331"), ("syncs.a.source.service", "X2B331")]


def test_who_has_no_schema_there_is_told() -> None:
    given = said()
    given["target"] = {"database": "gddp", "service": "x2bee-api-event"}
    assert between(a=given) == [("syncs.a.target.service", "X2B332")]
    given["target"] = {"database": "gddp", "service": "x2bee-fo"}
    assert between(a=given) == [("syncs.a.target.service", "X2B332")]


def test_two_syncs_may_not_write_one_table() -> None:
    assert between(a=batch("mbod", "event"), b=batch("gddp", "event")) == [("syncs.b.tables.0.name", "X2B333")]
    assert between(a=batch("mbod", "event"), b=batch("mbod", "gddp")) == []


def test_circles_are_refused_and_chains_are_not() -> None:
    chain = {"a": batch("mbod", "gddp"), "b": batch("gddp", "event")}
    assert between(**chain) == []
    assert between(**chain, c=batch("event", "mbod")) == [("syncs.c.tables.0.name", "X2B334")]
    assert between(a=batch("mbod", "gddp"), b=batch("gddp", "mbod")) == [("syncs.b.tables.0.name", "X2B334")]


def test_logical_needs_replication_at_the_source_and_writes_nowhere_itself() -> None:
    syncs = {"member": Sync.model_validate(said())}
    (source,), (target,) = sync_logins(syncs, "mbod"), sync_logins(syncs, "gddp")
    assert (source.replicates, source.reads, source.writes) == (True, ("x2bee-api-member",), ())
    assert (target.replicates, target.reads, target.writes) == (False, ("x2bee-api-member",), ())
    assert copies(syncs, "gddp") == {"x2bee-api-goods": ["x2bee-api-member"]}
    assert sync_logins(syncs, "event") == []


def test_a_batch_reads_here_and_writes_there() -> None:
    syncs = {"member": Sync.model_validate(batch())}
    (source,), (target,) = sync_logins(syncs, "mbod"), sync_logins(syncs, "gddp")
    assert (source.replicates, source.reads, source.writes) == (False, ("x2bee-api-member",), ())
    assert (target.replicates, target.reads, target.writes) == (False, (), ("x2bee-api-goods",))
    assert copies(syncs, "gddp") == {}
