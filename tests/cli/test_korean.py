"""What `x2bee` says has its Korean: help, options, what is wrong with arguments, differences, moments."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import typer

from tests.conftest import ACME
from x2bee_constructs import load_platform
from x2bee_constructs.cli.app import command_line
from x2bee_constructs.cli.fields import explain_field
from x2bee_constructs.cli.output import bad_input
from x2bee_constructs.cli.words import moment
from x2bee_constructs.core.diagnostics import Finding, SpecError
from x2bee_constructs.core.korean import in_korean
from x2bee_constructs.core.language import Language
from x2bee_constructs.difference.model import EFFECTS, Change, Difference, Effect, Reason
from x2bee_constructs.difference.report import as_text, fleet_rows
from x2bee_constructs.platform.logs import log_sums
from x2bee_constructs.platform.observability import observability_sums

HANGUL = re.compile(r"[가-힣]")
TYPED = ("x2bee ", "# yaml-language-server")
"""How a paragraph begins that shows what is typed."""


def _said(command: Any) -> Iterator[str]:
    yield from (" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    yield from (one.help for one in command.params if getattr(one, "help", None))
    for inner in getattr(command, "commands", {}).values():
        yield from _said(inner)


def test_every_paragraph_of_the_help_has_its_korean() -> None:
    found = {text for text in _said(typer.main.get_command(command_line())) if text and not text.startswith(TYPED)}
    assert len(found) > 90
    missing = sorted(text for text in found if not HANGUL.search(in_korean(text)))
    assert not missing, "no Korean in core/korean/help.toml:\n" + "\n".join(missing)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--help"), ("사용법: x2bee check", "옵션", "인수", "[기본값: text]", "도움말을 출력하고")),
        (("chek",), ("'chek' 명령이 없습니다. 혹시 'check', 'schema'입니까?", "오류")),
    ],
)
def test_the_command_speaks_korean(arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    environ = {**os.environ, "X2BEE_LANG": "ko", "COLUMNS": "200"}
    run = [sys.executable, "-c", "from x2bee_constructs.cli import main; main()", *arguments]
    done = subprocess.run(run, env=environ, capture_output=True, text=True, check=False)
    shown = done.stdout + done.stderr
    assert all(text in shown for text in said), shown


def test_bad_input_in_korean(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    with pytest.raises(typer.Exit):
        bad_input("error: there is no fault code 'X2B999'; did you mean 'X2B100'?")
    assert capsys.readouterr().err == "오류: 'X2B999' 오류 코드가 없습니다; 혹시 'X2B100'입니까?\n"


def test_what_is_allowed_and_what_to_change_in_korean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    with pytest.raises(typer.Exit):
        bad_input(
            "error: --library: 'newest' is no library",
            expected="a version (0.1.0), a wheel (….whl) or an address (https://…)",
            fix="choose another --directory",
        )
    said = capsys.readouterr().err
    assert said.startswith("오류: --library: 'newest' 값은 라이브러리가 아닙니다\n   = 필요한 값: ")
    assert said.endswith("\n   = 수정:  다른 --directory를 지정합니다\n")


def test_no_field_in_korean(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    with pytest.raises(typer.Exit):
        explain_field("services.a.replica")
    said = capsys.readouterr().err
    assert said.startswith("오류: 'replica' 필드가 없습니다; 혹시 'replicas'입니까?\n")
    assert "did you mean" not in said


def test_a_difference_in_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = (
        Reason(Effect.loss, "", "it goes with its data: its deletion policy is Delete"),
        Reason(Effect.restart, "spec.template", "the pods' template: they are replaced one after another", 1, 2),
    )
    found = Difference.of([Change("aws", "Bucket", "a.json", reasons)])
    english = as_text(found, ["Bucket"])
    monkeypatch.setenv("X2BEE_LANG", "ko")
    korean = as_text(found, ["Bucket"])
    assert "1  replacement with data loss" in english
    assert "1  데이터 손실을 동반한 교체" in korean
    assert "데이터 손실을 동반한 교체 (확인됨): Bucket" in korean
    assert "파드를 하나씩 교체합니다" in korean
    assert as_text(Difference(())) == "차이가 없습니다"
    heading = fleet_rows({"acme/prd": found})[0]
    assert len(heading) == len(EFFECTS) + 1
    assert all(HANGUL.search(word) for word in heading)


def test_the_sums_of_check_in_korean() -> None:
    platform = load_platform(ACME, "prd")
    sums = [*(f"logs: {line}" for line in log_sums(platform)), *observability_sums(platform)]
    assert len(sums) == 4
    for line in sums:
        korean = in_korean(line)
        assert HANGUL.search(korean)
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", korean), korean
        assert sorted(re.findall(r"[0-9.]+", korean)) == sorted(re.findall(r"[0-9.]+", line)), "the same numbers"


def test_kinds_in_korean() -> None:
    said = "secret or repository 'x2bee/acme/prd/x' is read, but no template provides it"
    assert in_korean(said) == "시크릿 또는 리포지토리 'x2bee/acme/prd/x' 값을 읽지만 제공하는 템플릿이 없습니다"


def test_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    when = datetime(2026, 12, 1, 2, 0)
    assert moment(when) == "Tue 01 Dec 02:00"
    monkeypatch.setenv("X2BEE_LANG", "ko")
    assert moment(when) == "12/01(화) 02:00"


def test_the_first_finding_of_each_code_names_the_command_that_explains_it() -> None:
    error = SpecError([Finding("X2B102", "b"), Finding("X2B102", "a"), Finding("X2B100", "c")])
    told = error.text(Language.en, explained=True)
    assert told.count("   = help:  x2bee explain X2B102") == 1
    assert told.index("error[X2B102]: a") < told.index("explain X2B102") < told.index("error[X2B102]: b")
    assert "   = 도움말:  x2bee explain X2B100" in error.blocks(Language.ko, explained=True)
    assert "explain" not in error.text(Language.en)
