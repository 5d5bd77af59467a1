"""Steps, the table and what counts as failed."""

from __future__ import annotations

import json
from pathlib import Path

from conformance.emulator.report import Report


def report_of(*, good: bool) -> Report:
    report = Report()
    with report.step("nodes", "they carry the label") as expect:
        expect.same("label", {"workload": "msa"}, {"workload": "msa"} if good else {})
    return report


def test_what_is_as_wanted_passes_and_what_is_not_says_both() -> None:
    assert not report_of(good=True).failed
    bad = report_of(good=False)
    assert bad.failed
    assert bad.steps[0].failed == ["label: expected {'workload': 'msa'}, found {}"]


def test_a_step_that_looks_at_nothing_fails() -> None:
    report = Report()
    with report.step("nodes", "they carry the label"):
        pass
    assert report.steps[0].failed == ["nothing was looked at"]


def test_a_step_that_breaks_fails_and_the_others_go_on() -> None:
    report = Report()
    with report.step("one", "") as expect:
        expect.that(True, "")
        raise KeyError("Vpcs")
    with report.step("two", "") as expect:
        expect.that(True, "")
    assert [step.state for step in report.steps] == ["FAILED", "ok"]
    assert report.failed


def test_a_step_left_out_fails_the_run_and_an_absent_thing_does_not() -> None:
    report = report_of(good=True)
    report.absent("queues", "the platform has no AWS::SQS::Queue")
    assert not report.failed
    report.skip("destroy", "", "not run, because deploy failed")
    assert report.failed


def test_no_steps_at_all_is_a_failure() -> None:
    assert Report().failed


def test_table_and_file_say_what_went_wrong(tmp_path: Path) -> None:
    report = report_of(good=False)
    report.write(tmp_path / "report.json")
    said = json.loads((tmp_path / "report.json").read_text())
    assert (said["failed"], said["steps"][0]["state"]) == (True, "FAILED")
    assert "nodes: label: expected" in report.table()
