"""How the real programs are called and read; a script stands in for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.templates.checkov import CHECKOV
from conformance.templates.lint import CFN_LINT
from conformance.templates.programs import Objection

SCRIPT = """#!/usr/bin/env python3
import json, pathlib, sys
args = sys.argv[1:]
pathlib.Path("called.json").write_text(json.dumps([*json.loads(pathlib.Path("called.json").read_text()), args]))
flag, name = {target!r}
place = pathlib.Path(args[args.index(flag) + 1]) / name if name else pathlib.Path(args[args.index(flag) + 1])
if {writes}:
    place.write_text({said!r})
sys.exit({code})
"""


def fake(folder: Path, target: tuple[str, str], said: Any, code: int = 0, *, writes: bool = True) -> Path:
    (folder / "called.json").write_text("[]")
    path = folder / "program"
    path.write_text(SCRIPT.format(target=target, said=json.dumps(said), code=code, writes=writes))
    path.chmod(0o755)
    return path


def called(folder: Path) -> list[list[str]]:
    return json.loads((folder / "called.json").read_text())


def match(path: list[Any], rule: str = "W3010") -> dict[str, Any]:
    return {"Filename": "/t/a.json", "Rule": {"Id": rule}, "Location": {"Path": path}, "Message": "words"}


LINT = ("--output-file", "")
CKV = ("--output-file-path", "results_json.json")


def test_cfn_lint_judges_each_template_for_its_region(tmp_path: Path) -> None:
    found = [match(["Resources", "Subnet", "Properties", "AvailabilityZone"]), match(["Parameters", "P"], "W2001")]
    templates = {Path("/t/a.json"): "ap-northeast-2", Path("/t/b.json"): "us-east-1"}
    said = CFN_LINT.run(fake(tmp_path, LINT, found, code=4), templates, tmp_path)
    assert said[:2] == [
        Objection(Path("/t/a.json"), "W3010", "Subnet", "words"),
        Objection(Path("/t/a.json"), "W2001", "", "words"),
    ]
    regions = {(args[args.index("--regions") + 1], args[-1]) for args in called(tmp_path)}
    assert regions == {("ap-northeast-2", "/t/a.json"), ("us-east-1", "/t/b.json")}


def test_checkov_judges_all_templates_at_once(tmp_path: Path) -> None:
    check = {
        "file_abs_path": "/t/a.json",
        "check_id": "CKV_AWS_18",
        "resource": "AWS::S3::Bucket.B1",
        "check_name": "logs",
    }
    report = {"summary": {"parsing_errors": 0}, "results": {"failed_checks": [check]}}
    said = CHECKOV.run(fake(tmp_path, CKV, report), {Path("/t/a.json"): "x", Path("/t/b.json"): "y"}, tmp_path)
    assert said == [Objection(Path("/t/a.json"), "CKV_AWS_18", "B1", "logs")]
    (args,) = called(tmp_path)
    assert [args[i + 1] for i, word in enumerate(args) if word == "--file"] == ["/t/a.json", "/t/b.json"]
    assert {"--skip-download", "cloudformation"} <= set(args)


def test_a_template_that_checkov_cannot_read_is_no_clean_run(tmp_path: Path) -> None:
    report = {"summary": {"parsing_errors": 1}, "results": {"failed_checks": [], "parsing_errors": ["/t/a.json"]}}
    with pytest.raises(RuntimeError, match=r"could not read 1 templates: \['/t/a\.json'\]"):
        CHECKOV.run(fake(tmp_path, CKV, report), {Path("/t/a.json"): "x"}, tmp_path)


@pytest.mark.parametrize(("code", "writes"), [(1, True), (0, False)], ids=["its own failure", "nothing written"])
def test_a_program_that_fails_is_no_clean_run(code: int, writes: bool, tmp_path: Path) -> None:
    for program, target in ((CFN_LINT, LINT), (CHECKOV, CKV)):
        with pytest.raises(RuntimeError, match=f"ended with {code}"):
            program.run(fake(tmp_path, target, [], code, writes=writes), {Path("/t/a.json"): "x"}, tmp_path)


def test_each_reads_what_acknowledge_writes() -> None:
    ignored = {"config": {"ignore_checks": ["W3010", "E3012"]}, "reasons": {"W3010": "why"}}
    assert CFN_LINT.skips(ignored) == {"W3010": "why", "E3012": ""}
    assert CFN_LINT.skips({}) == {}
    assert CHECKOV.skips({"skip": [{"id": "CKV_AWS_18", "comment": "why"}]}) == {"CKV_AWS_18": "why"}
