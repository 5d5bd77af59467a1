"""Exceptions, verdicts and how they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.exceptions import Accepted, Exceptions
from conformance.render import markdown, table
from conformance.report import Report

ROOT = Path(__file__).parents[2]


def accepted(**changed: str) -> Accepted:
    return Accepted(
        **{"program": "judge", "check": "probes", "object": "*/Deployment/x-*", "reason": "because", **changed}
    )


def report_of(*entries: Accepted) -> Report:
    report = Report(Exceptions(list(entries)))
    with report.judging("judge", "v1", "v1.35", "acme-dev", "everything") as judge:
        judge.passed(3)
        judge.fail("probes", "n/Deployment/x-1", "x/one.yaml", "no | probe")
        judge.fail("probes", "n/Deployment/y", "y/two.yaml", "no probe")
    return report


def test_an_exception_covers_what_it_names_and_nothing_else() -> None:
    report = report_of(accepted())
    (judgement,) = report.judgements
    assert [f.object for f in judgement.acknowledged] == ["n/Deployment/x-1"]
    assert [f.object for f in judgement.failed] == ["n/Deployment/y"]
    assert report.failed


def test_an_exception_that_matches_nothing_is_a_failure() -> None:
    report = report_of(accepted(object="*"), accepted(object="nobody"))
    report.check_exceptions()
    assert [f.object for f in report.judgements[-1].failed] == ["judge / probes / nobody"]


@pytest.mark.parametrize("changed", [{"program": "absent"}, {"dist": "*-prd"}])
def test_an_exception_is_not_stale_where_its_judge_or_folder_was_left_out(changed: dict[str, str]) -> None:
    report = report_of(accepted(object="*"), accepted(object="nobody", **changed))
    report.check_exceptions()
    assert not report.failed


def test_a_broken_harness_is_a_failure_and_not_a_crash() -> None:
    report = Report()
    with report.judging("judge", "", "", "", "") as judge:
        raise KeyError("resourceVersion")
    assert judge.broken
    assert report.failed


def test_a_skip_is_visible_and_no_failure() -> None:
    report = Report()
    report.skip("kwok", "install Go")
    assert not report.failed
    assert report.skipped == ["kwok: install Go"]
    assert "skipped: install Go" in table(report)


def test_one_line_says_all_that_lacks_the_same() -> None:
    report = Report()
    for program in ("etcd", "kwok"):
        report.skip(program, "install Go")
    report.check_exceptions()
    assert report.skipped == ["etcd, kwok: install Go"]
    assert len(report.judgements) == 2, "exceptions are not looked at where nobody judged"


def test_json_and_tables_agree(tmp_path: Path) -> None:
    report = report_of(accepted())
    report.write(tmp_path / "deep" / "report.json")
    written = json.loads((tmp_path / "deep" / "report.json").read_text())["judgements"][0]
    assert (written["state"], written["passed"]) == ("FAILED", 3)
    assert "y/two.yaml n/Deployment/y: no probe" in table(report)
    assert "| judge | v1 | v1.35 | acme-dev | everything | 3 | 1 | 1 |" in markdown(report)
    assert "| judge | probes | n/Deployment/x-1 | because |" in markdown(report)


def test_markdown_does_not_change_with_time() -> None:
    first, second = report_of(accepted()), report_of(accepted())
    second.judgements[0].seconds = 99
    assert markdown(first) == markdown(second)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('program = "p"\ncheck = "c"\nobject = "o"\n', "missing ['reason']"),
        ('program = "p"\ncheck = "c"\nobjcet = "o"\nreason = "a b c d"\n', "unknown ['objcet']"),
        ('program = "p"\ncheck = "c"\nobject = "o"\nreason = "because"\n', "the reason must say why"),
    ],
)
def test_an_exception_without_a_reason_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text(f"[[exception]]\n{text}")
    with pytest.raises(ValueError, match=said.replace("[", r"\[").replace("]", r"\]")):
        Exceptions.read(path)


def test_our_own_exceptions_are_well_formed() -> None:
    assert Exceptions.read(ROOT / "conformance" / "exceptions.toml").entries


def test_markdown_has_one_row_for_all_folders_of_a_judge() -> None:
    report = Report()
    for dist in ("acme-dev", "acme-prd"):
        with report.judging("judge", "v1", "v1.35", dist, "everything") as judge:
            judge.passed(2)
    assert "| judge | v1 | v1.35 | acme-dev, acme-prd | everything | 4 | 0 | 0 |" in markdown(report)
