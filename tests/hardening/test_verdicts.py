"""The harness: what is open, what is acknowledged, what is stale, and when it must not trust itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance.templates.assembly import Assembly
from conformance.templates.findings import Acknowledged, Finding, Verdict, stale
from conformance.templates.programs import Objection, Program, judge
from conformance.templates.validation import read

BUCKET = "x2bee-acme-prd-data/Bucket/Resource"


@pytest.fixture
def assembly(tmp_path: Path) -> Assembly:
    folder = tmp_path / "acme-prd"
    folder.mkdir()
    said = {"type": "x2bee:acknowledged"}
    metadata = {
        f"/{BUCKET}": [{"type": "aws:cdk:logicalId", "data": "Bucket1"}],
        "/x2bee-acme-prd-data/Bucket": [
            {**said, "data": "My-Plugin::kept"},
            {**said, "data": "My-Plugin::gone"},
            {**said, "data": "Other::gone"},
            {"type": "aws:cdk:acknowledged-rules", "data": {"My-Plugin::of the CDK": "its own business"}},
        ],
    }
    skips = {"fake": {"kept": "why", "gone": "why"}}
    template = {"Resources": {"Bucket1": {"Type": "AWS::S3::Bucket", "Metadata": skips}}}
    (folder / "x2bee-acme-prd-data.metadata.json").write_text(json.dumps(metadata))
    (folder / "x2bee-acme-prd-data.template.json").write_text(json.dumps(template))
    return Assembly("acme-prd", "x2bee-acme-prd", "ap-northeast-2", folder)


def test_a_stack_is_judged_for_its_own_region(assembly: Assembly) -> None:
    (template,) = assembly.templates
    assert assembly.region_of(template) == "ap-northeast-2"
    artifacts = {"x2bee-acme-prd-data": {"environment": "aws://111122223333/ap-northeast-1"}}
    (assembly.folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    assert assembly.region_of(template) == "ap-northeast-1"


def violation(rule: str, path: str = BUCKET, **more: Any) -> dict[str, Any]:
    return {"ruleName": rule, "description": "bad", "violatingConstructs": [{"constructPath": path}], **more}


def plugin(assembly: Assembly, **report: Any) -> Verdict:
    reports = {"pluginReports": [{"pluginName": "My Plugin", **report}]}
    (assembly.folder / "validation-report.json").write_text(json.dumps(reports))
    (verdict,) = read(assembly, {"My Plugin": "1.2.3"})
    return verdict


def test_a_plugins_findings_are_open_or_meant(assembly: Assembly) -> None:
    kept = violation("kept", reason="why", acknowledgedAt="x2bee-acme-prd-data/Bucket")
    verdict = plugin(assembly, violations=[violation("bad")], suppressedViolations=[kept])
    assert verdict.open == [Finding("bad", "data/Bucket/Resource", "bad")]
    assert verdict.meant == [Finding("kept", "data/Bucket/Resource", "bad", "why")]
    assert (verdict.version, verdict.templates) == ("1.2.3", 1)
    assert stale([verdict]) == [("My Plugin", Acknowledged("gone", "data/Bucket"))]


def test_a_plugin_that_the_report_does_not_name_found_nothing(assembly: Assembly) -> None:
    (assembly.folder / "validation-report.json").write_text('{"pluginReports": []}')
    (verdict,) = read(assembly, {"My Plugin": ""})
    assert (verdict.open, verdict.meant) == ([], [])
    assert {one.rule for one in verdict.said} == {"kept", "gone"}, "and all that was acknowledged is stale"


def test_a_plugin_that_failed_is_no_clean_run(assembly: Assembly) -> None:
    verdict = plugin(assembly, violations=[], metadata={"error": "out of memory"})
    assert [found.message for found in verdict.open] == ["out of memory"]


def test_an_echo_without_a_place_is_dropped_but_a_lone_finding_is_not(assembly: Assembly) -> None:
    verdict = plugin(assembly, violations=[violation("bad"), violation("bad", ""), violation("lone", "")])
    assert sorted((found.rule, found.place) for found in verdict.open) == [
        ("bad", "data/Bucket/Resource"),
        ("lone", ""),
    ]


def test_what_one_platform_needs_is_not_stale_on_another() -> None:
    one = Acknowledged("rule", "data/Bucket")
    here = Verdict("nag", "", "acme-prd", 1, said={one}, used={one})
    there = Verdict("nag", "", "acme-dev", 1, said={one})
    assert stale([here, there]) == []
    assert stale([there]) == [("nag", one)]
    assert stale([there, Verdict("other", "", "acme-prd", 1, said={one}, used={one})]) == [("nag", one)]


def program(finds: Callable[[Path, Mapping[str, str]], list[str]]) -> Program:
    """A program that objects to the bucket by these rules, given a template's path and what it skips."""

    def run(_: Path, templates: Mapping[Path, str], __: Path) -> list[Objection]:
        found: list[Objection] = []
        for path in templates:
            resource = json.loads(path.read_text())["Resources"]["Bucket1"]
            skips = resource.get("Metadata", {}).get("fake", {})
            found += [Objection(path, rule, "Bucket1", "bad") for rule in finds(path, skips)]
        return found

    return Program("fake", run, lambda metadata: dict(metadata))


def test_a_program_judges_with_and_without_what_is_acknowledged(assembly: Assembly, tmp_path: Path) -> None:
    fake = program(lambda _, skips: [rule for rule in ("bad", "kept") if rule not in skips])
    (verdict,) = judge(fake, Path(sys.executable), [assembly], tmp_path / "scratch")
    assert verdict.open == [Finding("bad", "data/Bucket/Resource", "bad")]
    assert verdict.meant == [Finding("kept", "data/Bucket/Resource", "bad", "why")]
    assert stale([verdict]) == [("fake", Acknowledged("gone", "data/Bucket/Resource"))]
    assert verdict.version.startswith("3.")


def test_a_program_that_reads_acknowledgements_otherwise_than_we_is_no_clean_run(
    assembly: Assembly, tmp_path: Path
) -> None:
    deaf = program(lambda _, __: ["kept"])
    (verdict,) = judge(deaf, Path(sys.executable), [assembly], tmp_path / "scratch")
    assert [found.rule for found in verdict.open] == ["kept", "harness"]
    assert "1 findings without acknowledgements, yet 1 open and 1 acknowledged" in verdict.open[1].message


def test_a_program_that_does_not_run_is_no_clean_run(assembly: Assembly, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with"):
        judge(program(lambda _, __: []), Path("/bin/false"), [assembly], tmp_path / "scratch")
