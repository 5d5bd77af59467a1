"""The reconciler, run by node: what it makes, changes, deletes and leaves alone."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.batch.cronicle import KEY, cronicle
from x2bee_constructs.batch.reconcile.plan import PLAN, SCRIPT, plan, reconcile_files
from x2bee_constructs.batch.schedules.props import Schedule

SCHEDULES = {
    "settlement": Schedule.model_validate(
        {"service": "x2bee-batch-mbod", "job": "settlement", "at": "02:00", "parameters": {"day": "{run_date}"}}
    ),
    "stock-sync": Schedule.model_validate({"service": "x2bee-batch-gddp", "job": "stockSync", "every": 10}),
    "by-hand": Schedule.model_validate({"service": "x2bee-batch-gddp", "job": "reindex", "on_demand": True}),
}
FOREIGN = {"id": "e123", "title": "Kim's", "notes": "", "enabled": 1, "category": "general"}


def _reconcile(
    folder: Path, url: str, schedules: Mapping[str, Schedule], *arguments: str, key: str = KEY, **env: str
) -> tuple[int, str, str]:
    urls = {one.service: f"http://{one.service}" for one in schedules.values()}
    for name, text in reconcile_files(plan(schedules, "x2bee", urls)).items():
        (folder / name).write_text(text)
    done = subprocess.run(
        ["node", str(folder / SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "CRONICLE_URL": url,
            "CRONICLE_API_KEY": key,
            "PLAN": str(folder / PLAN),
            "X2BEE_PAUSE_SECONDS": "0.05",
            "X2BEE_WAIT_SECONDS": "3",
            **env,
        },
    )
    return done.returncode, done.stdout, done.stderr


def test_twice_is_no_change_and_what_people_made_stays(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        server.rows["event"] = [copy.deepcopy(FOREIGN)]
        code, out, err = _reconcile(tmp_path, url, SCHEDULES)
        assert (code, err) == (0, "")
        assert out.endswith("6 created, 0 changed, 0 deleted, 0 unchanged, 1 of people left alone\n")
        assert {row["id"] for row in server.rows["event"]} == {
            "e123",
            "x2b_settlement",
            "x2b_stock_sync",
            "x2b_by_hand",
        }
        before, server.asked = copy.deepcopy(server.rows), []
        assert _reconcile(tmp_path, url, SCHEDULES)[:2] == (
            0,
            "0 created, 0 changed, 0 deleted, 6 unchanged, 1 of people left alone\n",
        )
        assert server.asked == []
        assert server.rows == before


def test_changes_of_the_file_and_of_people_are_seen(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        _reconcile(tmp_path, url, SCHEDULES)
        row = next(row for row in server.rows["event"] if row["id"] == "x2b_settlement")
        row["timing"] = {}  # every minute
        later = SCHEDULES["stock-sync"].model_copy(update={"every": 15})
        code, out, _ = _reconcile(tmp_path, url, {**SCHEDULES, "stock-sync": later})
        assert code == 0
        assert 'changed event x2b_settlement "settlement": timing\n' in out
        assert 'changed event x2b_stock_sync "stock-sync": notes, timing\n' in out
        assert row["timing"] == {"hours": [2], "minutes": [0]}


def test_what_left_the_file_is_deleted_and_what_runs_is_stopped_first(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        server.rows["event"] = [
            copy.deepcopy(FOREIGN),
            {**FOREIGN, "id": "x2b_mine", "title": "an id like ours, without the mark"},
            {**FOREIGN, "id": "e9", "title": "a copy of ours", "notes": "x2bee:0123"},
        ]
        _reconcile(tmp_path, url, SCHEDULES)
        server.running = {"x2b_settlement"}
        code, out, err = _reconcile(tmp_path, url, {"by-hand": SCHEDULES["by-hand"]})
        assert code == 1
        assert err == "error: event x2b_settlement: delete_event: Failed to delete event: Still has running jobs\n"
        left = {row["id"]: row for row in server.rows["event"]}
        assert set(left) == {"e123", "x2b_mine", "e9", "x2b_settlement", "x2b_by_hand"}
        assert left["x2b_settlement"]["enabled"] == 0
        assert out.splitlines()[-1] == "0 created, 0 changed, 1 deleted, 3 unchanged, 3 of people left alone"
        server.running = set()
        assert _reconcile(tmp_path, url, {"by-hand": SCHEDULES["by-hand"]})[0] == 0
        assert "x2b_settlement" not in {row["id"] for row in server.rows["event"]}


def test_a_category_goes_with_its_last_event_unless_people_use_it(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        general = {"id": "general", "title": "General", "description": "x2bee:"}
        server.rows["category"] = [general]
        _reconcile(tmp_path, url, SCHEDULES)
        left = {"by-hand": SCHEDULES["by-hand"]}
        server.rows["event"].append({**FOREIGN, "category": "x2b_x2bee_batch_mbod"})
        assert _reconcile(tmp_path, url, left)[0] == 0
        assert "x2b_x2bee_batch_mbod" in {row["id"] for row in server.rows["category"]}
        server.rows["event"] = [row for row in server.rows["event"] if row["id"] != "e123"]
        code, out, _ = _reconcile(tmp_path, url, left)
        assert code == 0
        assert out.splitlines()[0] == 'deleted category x2b_x2bee_batch_mbod "x2bee-batch-mbod"'
        assert [row["id"] for row in server.rows["category"]] == ["x2b_x2bee_batch_gddp", "general"]


def test_an_id_that_people_took_is_refused(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        server.rows["event"] = [{**FOREIGN, "id": "x2b_settlement"}]
        code, _, err = _reconcile(tmp_path, url, SCHEDULES)
        assert code == 1
        assert 'event x2b_settlement "Kim\'s" is not ours: somebody made it with that id' in err
        assert next(row for row in server.rows["event"] if row["id"] == "x2b_settlement")["title"] == "Kim's"
        assert len(server.rows["event"]) == 3, "the others are made nevertheless"


def test_it_waits_for_a_primary(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        server.not_primary = 3
        code, out, _ = _reconcile(tmp_path, url, SCHEDULES)
        assert code == 0
        assert out.count("waiting: get_plugins: This API call can only") == 1
        server.not_primary = 10_000
        code, _, err = _reconcile(tmp_path, url, SCHEDULES, X2BEE_WAIT_SECONDS="0.2")
        assert code == 1
        assert "can only be invoked on the master server" in err


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", ""])
def test_nobody_there_is_said(tmp_path: Path, url: str) -> None:
    code, _, err = _reconcile(tmp_path, url, SCHEDULES, X2BEE_WAIT_SECONDS="0.2")
    assert code == 1
    assert err.startswith("error: ")
    assert "at " not in err


def test_a_wrong_key_is_said(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        code, _, err = _reconcile(tmp_path, url, SCHEDULES, key="other")
        assert code == 1
        assert "API Key is invalid" in err
        assert server.asked == []


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    with cronicle() as (url, server):
        code, out, _ = _reconcile(tmp_path, url, SCHEDULES, "--dry-run")
        assert code == 0
        assert "6 created" in out
        assert server.asked == []


def test_the_plan_is_the_same_each_time() -> None:
    first, second = (reconcile_files(plan(SCHEDULES, "x2bee", _urls())) for _ in range(2))
    assert first == second
    events: list[dict[str, Any]] = json.loads(first[PLAN])["events"]
    assert [event["id"] for event in events] == sorted(event["id"] for event in events)
    by_hand = next(event for event in events if event["id"] == "x2b_by_hand")
    assert by_hand["timing"] is False, "an empty one would run every minute"


def _urls() -> dict[str, str]:
    return {one.service: f"http://{one.service}" for one in SCHEDULES.values()}
