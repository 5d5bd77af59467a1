"""A small batch service that follows the contract, for tests: `python -m conformance.batch.service --port 0`.

It keeps runs in SQLite, where a primary key decides who may run one, as `batch/spring/claim.sql` does in PostgreSQL. A
process that is killed leaves executions that nobody runs: they are FAILED when the next one starts. It prints its port
as its first line.

Jobs: `settlement` (needs `businessDate`), `probe`, `flaky` (fails at the first try), `failing` (always), `endless`.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_JOBS: dict[str, tuple[str, ...]] = {
    "settlement": ("businessDate",),
    "probe": (),
    "flaky": (),
    "failing": (),
    "endless": (),
}
_STEPS = 10
_TABLES = """
create table if not exists run (run_key text primary key, job text not null, parameters text not null);
create table if not exists execution (
  id integer primary key, run_key text not null, job text not null, status text not null, progress real,
  message text, started_at text, ended_at text, restart_of integer
);
"""


class Runs:
    """The runs and their executions, each in a thread of its own."""

    def __init__(self, path: Path, step: float) -> None:
        """Open the store. What a process before this one was running has failed with it."""
        self._path, self._step, self._lock = path, step, threading.Lock()
        with self._store() as store:
            store.executescript(_TABLES)
            store.execute(
                "update execution set status='FAILED', message='the service ended in the middle', ended_at=? "
                "where status in ('STARTING', 'STARTED', 'STOPPING')",
                (_now(),),
            )

    def _store(self) -> sqlite3.Connection:
        store = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        store.row_factory = sqlite3.Row
        return store

    def start(self, job: str, key: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A new run, or the newest execution of one that is known."""
        with self._lock:
            with self._store() as store:  # one transaction: a run without an execution could never go on
                store.execute("begin immediate")
                new = store.execute(
                    "insert into run values (?, ?, ?) on conflict do nothing", (key, job, json.dumps(parameters))
                ).rowcount
                busy = store.execute(
                    "select id from execution where job=? and status in ('STARTING', 'STARTED', 'STOPPING')", (job,)
                ).fetchone()
                if new and busy:
                    store.rollback()
                    return 409, _problem(409, "already running", f"execution {busy['id']} of {job} is under way")
                made = self._insert(store, key, job, None) if new else None
            return (200, self.newest(key) or {}) if made is None else (202, self._begin(made, job, first=True))

    def restart(self, id: int) -> tuple[int, dict[str, Any]]:
        """A new execution of the same run, once."""
        with self._lock:
            old = self.execution(id)
            if old is None:
                return 404, _problem(404, "no such execution", str(id))
            newest = self.newest(old["key"]) or old
            if newest["id"] != old["id"]:
                return 200, newest
            if old["status"] not in ("FAILED", "STOPPED"):
                return 409, _problem(409, "nothing to restart", f"execution {id} is {old['status']}")
            with self._store() as store:
                new = self._insert(store, old["key"], old["job"], id)
            return 202, self._begin(new, old["job"], first=False)

    def stop(self, id: int) -> tuple[int, dict[str, Any]]:
        """Ask it to stop."""
        with self._store() as store:
            asked = store.execute(
                "update execution set status='STOPPING' where id=? and status in ('STARTING', 'STARTED')", (id,)
            ).rowcount
        found = self.execution(id)
        return (202 if asked else 200, found) if found else (404, _problem(404, "no such execution", str(id)))

    def execution(self, id: int) -> dict[str, Any] | None:
        """One execution."""
        return self._one("select * from execution where id=?", id)

    def newest(self, key: str) -> dict[str, Any] | None:
        """The newest execution of a run."""
        return self._one("select * from execution where run_key=? order by id desc limit 1", key)

    def count(self) -> int:
        """How many executions there have been."""
        with self._store() as store:
            return int(store.execute("select count(*) from execution").fetchone()[0])

    def parameters(self, key: str) -> dict[str, Any]:
        """What a run was given."""
        with self._store() as store:
            return json.loads(store.execute("select parameters from run where run_key=?", (key,)).fetchone()[0])

    def _one(self, query: str, value: object) -> dict[str, Any] | None:
        with self._store() as store:
            row = store.execute(query, (value,)).fetchone()
        if row is None:
            return None
        return {
            "id": row["id"],
            "job": row["job"],
            "key": row["run_key"],
            "status": row["status"],
            "progress": row["progress"],
            "message": row["message"],
            "startedAt": row["started_at"],
            "endedAt": row["ended_at"],
            "restartOf": row["restart_of"],
        }

    def _insert(self, store: sqlite3.Connection, key: str, job: str, before: int | None) -> int:
        made = store.execute(
            "insert into execution (run_key, job, status, progress, started_at, restart_of) "
            "values (?, ?, 'STARTED', 0, ?, ?)",
            (key, job, _now(), before),
        )
        return made.lastrowid or 0

    def _begin(self, id: int, job: str, *, first: bool) -> dict[str, Any]:
        threading.Thread(target=self._work, args=(id, job, first), daemon=True).start()
        return self.execution(id) or {}

    def _work(self, id: int, job: str, first: bool) -> None:
        done = 0
        while job == "endless" or done < _STEPS:
            time.sleep(self._step)
            done += 1
            with self._store() as store:
                status = store.execute("select status from execution where id=?", (id,)).fetchone()[0]
                if status == "STOPPING":
                    return self._end(store, id, "STOPPED", "stopped after a chunk")
                if done == _STEPS // 2 and (job == "failing" or (job == "flaky" and first)):
                    return self._end(store, id, "FAILED", "row 4711 has no price")
                store.execute("update execution set progress=? where id=?", (min(0.99, done / _STEPS), id))
        with self._store() as store:
            self._end(store, id, "COMPLETED", f"{done} chunks")
        return None

    def _end(self, store: sqlite3.Connection, id: int, status: str, message: str) -> None:
        store.execute(
            "update execution set status=?, message=?, ended_at=?, "
            "progress=case ? when 'COMPLETED' then 1 else progress end where id=?",
            (status, message, _now(), status, id),
        )


class Handler(BaseHTTPRequestHandler):
    """The contract over HTTP."""

    runs: Runs
    troubles: list[str]
    """What the next requests meet instead of an answer: `500`, `hang`, `reset`."""

    def do_POST(self) -> None:
        """Start, stop, restart."""
        body = self._body()
        if self._troubled():
            return
        if found := re.fullmatch(r"/batch/v1/jobs/([^/]+)/executions", self.path):
            self._answer(*self._start(found[1], body))
        elif found := re.fullmatch(r"/batch/v1/executions/(\d+)/(stop|restart)", self.path):
            self._answer(*getattr(self.runs, found[2])(int(found[1])))
        else:
            self._answer(404, _problem(404, "no such path", self.path))

    def do_GET(self) -> None:
        """One execution, or the newest of a run."""
        if self._troubled():
            return
        if found := re.fullmatch(r"/batch/v1/executions/(\d+)", self.path):
            got = self.runs.execution(int(found[1]))
        elif found := re.fullmatch(r"/batch/v1/runs/([A-Za-z0-9_.-]+)", self.path):
            got = self.runs.newest(found[1])
        else:
            got = None
        self._answer(200, got) if got else self._answer(404, _problem(404, "not known", self.path))

    def _start(self, job: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        key = self.headers.get("Idempotency-Key", "")
        if job not in _JOBS:
            return 404, _problem(404, "no such job", job)
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,200}", key):
            return 422, _problem(422, "no idempotency key", "send Idempotency-Key")
        given = body.get("parameters", {})
        if set(given) != set(_JOBS[job]):
            return 422, _problem(422, "wrong parameters", f"{job} takes {list(_JOBS[job])}, got {sorted(given)}")
        return self.runs.start(job, key, given)

    def _troubled(self) -> bool:
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "hang":
            time.sleep(3)
        elif trouble == "reset":
            self.connection.close()
        elif trouble:
            self._answer(int(trouble), _problem(int(trouble), "trouble", "asked for by a test"))
        self.close_connection = True
        return bool(trouble)

    def _body(self) -> dict[str, Any]:
        length = int(self.headers.get("Content-Length", 0))
        return json.loads(self.rfile.read(length)) if length else {}

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests read standard output."""


def server(store: Path, *, port: int = 0, step: float = 0.1) -> ThreadingHTTPServer:
    """A service on loopback, not serving yet; port 0 takes a free one."""
    made = type("BoundHandler", (Handler,), {"runs": Runs(store, step), "troubles": []})
    found = ThreadingHTTPServer(("127.0.0.1", port), made)
    found.daemon_threads = True
    return found


def _problem(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"title": title, "status": status, "detail": detail}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> int:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m conformance.batch.service", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--step", type=float, default=0.1, help="seconds for each of ten chunks")
    said = parser.parse_args()
    found = server(said.store, port=said.port, step=said.step)
    print(found.server_address[1], flush=True)
    found.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
