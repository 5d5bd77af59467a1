"""Faulty files give the codes they should, at their places; a good file that was mutated never ends in a traceback.

`make corpus` judges all files and runs 10,000 mutations; here it is each third file, and a few mutations.
"""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tools.corpus.files import Case, cases, judge
from tools.corpus.mutations import GOOD, tracebacks
from x2bee_constructs import load_platform
from x2bee_constructs.core.diagnostics import in_language
from x2bee_constructs.core.language import Language
from x2bee_constructs.platform.fleet import load_fleet

CASES = list(cases(ROOT / "tests" / "corpus"))


def test_there_are_enough_of_every_class() -> None:
    assert len(CASES) >= 200
    assert len({case.kind for case in CASES}) >= 15


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: f"{case.kind}/{case.path.stem}")
def test_a_faulty_file_is_told_at_its_place(case: Case) -> None:
    found = judge(case)
    assert found.found, "it is not faulty"
    assert sorted(found.found) == sorted(case.expected)


@pytest.mark.parametrize("path", sorted((ROOT / GOOD).glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_mutated_is_good(path) -> None:
    assert load_platform(path, "prd").size == "large"


def test_no_mutation_ends_in_a_traceback() -> None:
    assert list(tracebacks(40)) == []


QUOTED = re.compile(r"'[^']*'|`[^`]*`|aws ec2 .*|(beta|gamma) prd")
"""What is shown as it was written: values, fields, commands, names of platforms."""


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: f"{case.kind}/{case.path.stem}")
def test_what_is_told_in_korean_is_not_half_english(case: Case) -> None:
    paths = sorted(case.path.iterdir()) if case.path.is_dir() else [case.path]
    for finding in load_fleet(paths).findings:
        told = in_language(finding, Language.ko)
        for part in ("title", "expected", "got", "why", "fix"):
            text = QUOTED.sub("", getattr(told, part))
            assert not re.search(r"[A-Za-z]+ [a-z]{2,}", text), f"{finding.code} {part}: {text}"
        assert re.search(r"[가-힣]", told.title)
