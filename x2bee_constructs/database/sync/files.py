"""The files that a sync's pods run: the same scripts for every sync, and its tables as rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files as resources

from x2bee_constructs.database.sync.props import Sync, SyncTable

__all__ = ["checksum", "scripts"]

_SHARED = (
    "lib.sh",
    "psql.sh",
    "source.sh",
    "target.sh",
    "state.sql",
    "spec-table.sql",
    "fits.sql",
    "problems.sql",
    "guard.sql",
)
_BATCH = ("batch.sh", "begin.sql", "chunk.sql", "compare.sql")
_LOGICAL = (
    "check.sh",
    "drop-slot.sql",
    "heartbeat.sql",
    "make-slot.sql",
    "password.sh",
    "publication.sql",
    "resume.sql",
    "setup.sh",
    "slot.sql",
    "source-admin.sh",
    "subscribe.sql",
    "target-admin.sh",
    "truncate.sql",
    "unsubscribe.sql",
)


def scripts(sync: Sync) -> dict[str, str]:
    """What stands in the folder of the pods, by file name."""
    own = _LOGICAL if sync.mode == "logical" else _BATCH
    made = {name: _script(name) for name in (*_SHARED, *own)}
    return dict(sorted({**made, "spec.sql": _spec(sync)}.items()))


def checksum(data: dict[str, str]) -> str:
    """What changes when any of the files does."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


@cache
def _script(name: str) -> str:
    return resources("x2bee_constructs.database.sync").joinpath("scripts", name).read_text(encoding="utf-8")


def _spec(sync: Sync) -> str:
    """The rows of `spec-table.sql`. Names are letters, digits and `_` (props), and are quoted all the same."""
    rows = ",\n".join(f"  ({_row(sync, position, table)})" for position, table in enumerate(sync.tables))
    return f"insert into spec values\n{rows};\n"


def _row(sync: Sync, position: int, table: SyncTable) -> str:
    values = (
        str(position),
        _text(sync.source_schema),
        _text(sync.target_schema),
        _text(table.name),
        _array(table.columns) if table.columns else "null",
        _array(table.key),
        _text(table.watermark),
        str(300 if table.overlap is None else table.overlap),
        _text(table.deletes),
        _text(table.tombstone),
        str(sync.chunk or 10_000),
        str((table.compare_minutes or 60) * 60),
    )
    return ", ".join(values)


def _text(value: str | None) -> str:
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def _array(values: Sequence[str]) -> str:
    return f"array[{', '.join(_text(value) for value in values)}]::text[]"
