"""What is tried, one after another, with one Cronicle and one batch service: each says what it saw."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.batch.scheduler import API_KEY, PASSWORD, READER_KEY, Scheduler
from x2bee_constructs.batch.names import GROUP
from x2bee_constructs.batch.plugin.definition import plugin_definition
from x2bee_constructs.batch.reconcile.plan import plan, reconcile_files
from x2bee_constructs.batch.schedules.props import Schedule

__all__ = ["CHECKS", "Trial"]


@dataclass
class Trial:
    """What the checks share."""

    scheduler: Scheduler
    service: str
    folder: Path
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    def until(self, what: str, test: Callable[[], Any], seconds: float = 75) -> Any:
        """What `test` gives as soon as it gives something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := test():
                return found
            time.sleep(0.5)
        raise AssertionError(f"{what} did not happen within {seconds:.0f} s")

    def run_of(self, key: str) -> dict[str, Any] | None:
        """What the batch service says of a run; None if it never heard of it."""
        try:
            with urllib.request.urlopen(f"{self.service}/batch/v1/runs/{key}", timeout=10) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError:
            return None

    def history(self, event: str) -> list[dict[str, Any]]:
        """The finished jobs of an event, the newest first."""
        return self.scheduler.ask("get_event_history", {"id": event, "offset": 0, "limit": 50})["rows"]

    def jobs(self, event: str) -> list[dict[str, Any]]:
        """The jobs of an event that go on."""
        return [one for one in self.scheduler.ask("get_active_jobs")["jobs"].values() if one["event"] == event]

    def reconcile(self, *names: str) -> str:
        """Make the schedules of these names the events of the scheduler; what the reconciler says."""
        chosen = {name: Schedule.model_validate(_SCHEDULES[name]) for name in names}
        wanted = plan(chosen, GROUP, {"x2bee-batch-mbod": self.service})
        wanted["plugin"] = plugin_definition(str(self.scheduler.plugin))
        for name, text in reconcile_files(wanted).items():
            (self.folder / name).write_text(text, encoding="utf-8")
        env = {"CRONICLE_API_KEY": API_KEY, "CRONICLE_URL": f"http://127.0.0.1:{self.scheduler.port}"}
        said = subprocess.run(
            ["node", str(self.folder / "reconcile.mjs")],
            env={**env, "PATH": os.environ["PATH"], "PLAN": str(self.folder / "plan.json")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout.strip().splitlines()[-1]


_SHARED = {"service": "x2bee-batch-mbod", "timezone": "Asia/Seoul"}
_SCHEDULES: dict[str, dict[str, Any]] = {
    "settlement": {**_SHARED, "job": "settlement", "at": "02:00", "parameters": {"businessDate": "{previous_date}"}},
    "stock": {**_SHARED, "job": "probe", "every": 10},
    "minutely": {**_SHARED, "job": "endless", "every": 1, "catch_up": True},
}


def starts(trial: Trial) -> str:
    seconds = trial.scheduler.start()
    assert trial.scheduler.probe("live") == 0
    return f"primary after {seconds:.0f} s, with the emitted config.json and setup.json"


def administrator(trial: Trial) -> str:
    good = trial.scheduler.ask("user/login", {"username": "admin", "password": PASSWORD})
    bad = trial.scheduler.ask("user/login", {"username": "admin", "password": "admin"})
    assert good["code"] == 0, good
    assert good["session_id"], good
    assert bad["code"] != 0, "admin/admin lets one in"
    return "the secret's password lets in, admin/admin does not"


def keys(trial: Trial) -> str:
    event = {"title": "x", "enabled": 0, "category": "general", "plugin": "x2beebatch", "target": GROUP}
    refused = trial.scheduler.ask("create_event", event, key=READER_KEY)
    assert refused["code"] != 0, refused
    assert "privileges" in refused["description"], refused
    assert trial.scheduler.ask("get_schedule", key=READER_KEY)["code"] == 0
    assert trial.scheduler.ask("get_schedule", key="wrong")["code"] != 0
    return f"the reader reads and may not write: {refused['description']}"


def reconciles(trial: Trial) -> str:
    first, second = trial.reconcile("settlement", "stock"), trial.reconcile("settlement", "stock")
    titles = sorted(row["id"] for row in trial.scheduler.ask("get_schedule")["rows"])
    assert titles == ["x2b_settlement", "x2b_stock"], titles
    assert second.startswith("0 created, 0 changed, 0 deleted"), second
    return f"{first}; again: {second}"


def leaves_people_alone(trial: Trial) -> str:
    own: dict[str, Any] = {
        "title": "By hand",
        "enabled": 0,
        "category": "general",
        "plugin": "x2beebatch",
        "target": GROUP,
        "params": {},
    }
    made = trial.scheduler.ask("create_event", {**own, "timing": False})
    trial.scheduler.ask("delete_event", {"id": "x2b_stock"})
    trial.scheduler.ask("update_event", {"id": "x2b_settlement", "timing": {"hours": [5], "minutes": [0]}})
    said = trial.reconcile("settlement", "stock")
    ids = sorted(row["id"] for row in trial.scheduler.ask("get_schedule")["rows"])
    assert {made["id"], "x2b_stock"} < {*ids}, ids
    return said


def runs_one(trial: Trial) -> str:
    trial.scheduler.ask("run_event", {"id": "x2b_settlement"})
    done = trial.until("the run", lambda: trial.history("x2b_settlement"))[0]
    log = trial.scheduler.ask("get_job_details", {"id": done["id"]})["job"]
    assert done["code"] == 0, log
    return f"the service says: {log['description']}"


def keeps_secrets(trial: Trial) -> str:
    """A job sees the environment of the scheduler."""
    script = trial.folder / "environment.sh"
    script.write_text('#!/bin/sh\nenv > "$(dirname "$0")/environment.txt"\necho \'{"complete": 1, "code": 0}\'\n')
    script.chmod(0o755)
    plugin: dict[str, Any] = {"id": "penv", "title": "Environment", "enabled": 1, "command": str(script), "params": []}
    assert trial.scheduler.ask("create_plugin", plugin)["code"] == 0
    event = {"title": "Env", "enabled": 0, "category": "general", "plugin": "penv", "target": GROUP, "timing": False}
    made = trial.scheduler.ask("create_event", {**event, "params": {}})
    trial.scheduler.ask("run_event", {"id": made["id"]})
    trial.until("the look", lambda: trial.history(made["id"]))
    text = (trial.folder / "environment.txt").read_text()
    found = [word for word in (PASSWORD, API_KEY, READER_KEY, "CRONICLE_secret_key") if word in text]
    assert "JOB_ID=" in text, text
    assert not found, found
    return "no password, no key in what a job sees"


def starts_by_the_clock(trial: Trial) -> str:
    trial.reconcile("settlement", "stock", "minutely")
    job = trial.until("a start by the clock", lambda: trial.jobs("x2b_minutely"))[0]
    key = f"x2b_minutely-{job['now']}"
    run = trial.until("the run in the service", lambda: trial.run_of(key))
    trial.seen |= {"key": key, "execution": run["id"]}
    return f"run {key} is execution {run['id']}"


def ends_and_finds_it_again(trial: Trial) -> str:
    trial.scheduler.stop()
    run = trial.run_of(trial.seen["key"]) or {}
    assert run["status"] == "STARTED", run
    trial.scheduler.start()
    job = trial.until("the run's return", lambda: trial.jobs("x2b_minutely"))[0]
    again = trial.until("the run", lambda: trial.run_of(f"x2b_minutely-{job['now']}"))
    assert again["id"] == trial.seen["execution"], f"{again} is another execution than {trial.seen}"
    return f"SIGTERM in the middle: the batch goes on as execution {again['id']}, and is followed again"


def dies_and_tells(trial: Trial) -> str:
    job = trial.jobs("x2b_minutely")[0]
    trial.scheduler.kill()
    run = trial.run_of(trial.seen["key"]) or {}
    assert run["status"] == "STARTED", run
    trial.scheduler.start()
    rows = trial.until("the record", lambda: [one for one in trial.history("x2b_minutely") if one["id"] == job["id"]])
    assert rows[0]["code"] != 0, rows[0]
    detail = trial.scheduler.ask("get_job_details", {"id": job["id"]})["job"]["description"]
    return f"SIGKILL in the middle: the batch goes on; in the history: {detail}"


def told_to_prometheus(trial: Trial) -> str:
    found = trial.scheduler.metrics()
    of = {key.split("{")[0]: value for key, value in found.items() if 'event="x2b_minutely"' in key}
    assert found["x2bee_batch_scheduler_primary"] == 1, found
    assert of["x2bee_batch_event_last_code"] != 0, of
    assert of["x2bee_batch_event_due_timestamp_seconds"] % 60 == 0, of
    trial.scheduler.kill()
    gone = trial.scheduler.metrics()
    assert gone["x2bee_batch_scheduler_primary"] == 0, gone
    return f"{len(found)} series while it runs; primary 0 when it does not"


CHECKS: tuple[Callable[[Trial], str], ...] = (
    starts,
    administrator,
    keys,
    reconciles,
    leaves_people_alone,
    runs_one,
    keeps_secrets,
    starts_by_the_clock,
    ends_and_finds_it_again,
    dies_and_tells,
    told_to_prometheus,
)
