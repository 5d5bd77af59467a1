"""`x2bee schedule` as a person runs it, and the events of the reference customer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import ACME, ROOT, run_x2bee
from x2bee_constructs.batch.reconcile.job import events_objects
from x2bee_constructs.batch.reconcile.plan import PLAN, plan
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.schedules import events_props

PICTURE = ROOT / "docs" / "schedule-acme-prd.svg"
FIRST = ("--from", "2026-11-26")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    return run_x2bee(monkeypatch, "schedule", *arguments)


def test_the_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(ACME), "--environment", "prd", *FIRST) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "acme prd, 2026-11-26 to 2026-12-02 (Asia/Seoul)" in out
    [close] = [line for line in out.splitlines() if "Month-end close" in line]
    assert "Mon 30 Nov 23:10" in close
    assert close.split()[-2:] == ["90/240", "min"]
    [sync] = [line for line in out.splitlines() if "Stock from the warehouse" in line]
    assert "1008" in sync
    assert "█" * 24 in sync


def test_the_picture_of_the_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "picture.svg"
    assert run(monkeypatch, str(ACME), *FIRST, "--format", "svg", "--output", str(target)) == 0
    assert target.read_bytes() == PICTURE.read_bytes()
    rows = ElementTree.parse(target).getroot().iter("{http://www.w3.org/2000/svg}g")
    assert len([row for row in rows if "row" in str(row.get("class"))]) == 4


def test_programs_read_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(ACME), *FIRST, "--days", "5", "--format", "json") == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)["schedules"]}
    assert found["month-end-close"]["runs"] == ["2026-11-30T23:10:00+09:00"]
    assert found["month-end-close"]["skipped"] == ["2026-11-28T23:10:00+09:00", "2026-11-29T23:10:00+09:00"]
    assert found["settlement"]["id"] == "x2b_settlement"
    assert found["settlement"]["scheduler"] == "x2bee-batch-scheduler-mbod"
    assert len(found["stock-sync"]["runs"]) == 720


@pytest.mark.parametrize("arguments", [[str(ACME), "--from", "tomorrow"], ["nothing.yaml"]])
def test_bad_input_is_one_clear_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error")
    assert "Traceback" not in err


def test_a_fault_is_shown_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "acme.yaml"
    text = ACME.read_text(encoding="utf-8")
    wrong.write_text(
        text.replace("job: stockSync", "job: stocksync").replace('at: "23:10"', "at: []"), encoding="utf-8"
    )
    assert run(monkeypatch, str(wrong)) == 2
    err = capsys.readouterr().err
    assert "X2B512" in err
    assert "X2B519" in err
    line = wrong.read_text(encoding="utf-8").splitlines().index("    job: stocksync") + 1
    assert f"acme.yaml:{line}:" in err


def test_each_scheduler_gets_its_own_events() -> None:
    platform = load_platform(ACME, "prd")
    props = events_props(platform)
    assert {name: sorted(one.schedules) for name, one in props.items()} == {
        "x2bee-batch-scheduler-gddp": ["stock-sync"],
        "x2bee-batch-scheduler-mbod": ["coupon-expiry", "month-end-close", "settlement"],
    }
    for name, one in props.items():
        objects = events_objects("acme-app", one)
        job: Any = objects["job"].to_wire()
        account = job["spec"]["template"]["spec"]["serviceAccountName"]
        assert deployment_props(platform, name).callers == (account,), "the scheduler lets its Job in"
        assert sorted(objects) == ["files", "job", "network-policy", "service-account", "sidecar"]
        data: Any = objects["files"].to_wire()
        wanted = {schedule.service: f"http://{schedule.service}" for schedule in one.schedules.values()}
        assert json.loads(data["data"][PLAN]) == plan(one.schedules, "x2bee", wanted)


def test_a_pod_lives_as_long_as_its_slowest_job_needs_to_stop() -> None:
    platform = load_platform(ACME, "prd")
    times = {name: deployment_props(platform, name) for name in ("x2bee-batch-mbod", "x2bee-batch-gddp")}
    drains = {name: props.runtime.times(props.timing).drain for name, props in times.items()}
    assert drains == {"x2bee-batch-mbod": 480, "x2bee-batch-gddp": 60}
