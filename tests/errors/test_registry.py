"""Every code has its page, every page is of a code, and every example gives what it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.errors.__main__ import FOLDER, index
from tools.errors.run import outcome
from x2bee_constructs.core.codes import CODE, registry
from x2bee_constructs.core.explained import page
from x2bee_constructs.core.language import Language

SOURCES = [*(ROOT / "x2bee_constructs").rglob("*.py"), *(ROOT / "stacks").rglob("*.py"), ROOT / "app.py"]


def _used(path: Path) -> set[str]:
    """Codes in the strings of a module, docstrings apart: what a finding may carry."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
    return {code for text in texts if isinstance(text, str) for code in re.findall(r"\bX2B\d{3}\b", text)}


def test_every_code_is_registered_and_every_registered_code_is_used() -> None:
    used = {code for path in SOURCES if "imports" not in path.parts for code in _used(path)}
    assert used == set(registry())


def test_pages_are_those_of_the_registry() -> None:
    there = {path.stem for path in (ROOT / FOLDER).glob("*.md")} - {"README"}
    assert there == set(registry())
    assert (ROOT / FOLDER / "README.md").read_text() == index()
    for code in registry().values():
        text = (ROOT / FOLDER / f"{code.code}.md").read_text()
        for language in Language:
            said = page(code, language)
            assert said in text, f"{code.code}: make errors"


@pytest.mark.parametrize("code", registry())
def test_the_example_gives_its_code_at_its_place(code: str) -> None:
    found = outcome(registry()[code])
    assert set(found.codes) == {code}, found.shown
    assert found.place == found.stated, found.shown
    recorded = (ROOT / FOLDER / f"{code}.md").read_text()
    assert found.shown in recorded, "make errors"


@pytest.mark.parametrize("code", registry().values(), ids=lambda one: one.code)
def test_texts_are_whole(code) -> None:
    assert CODE.fullmatch(code.code)
    for part in (code.meaning, code.why, code.fix):
        assert part.en.endswith("."), part.en
        assert part.ko.endswith("."), part.ko
        assert not re.search(r"[가-힣]", part.en)
        assert re.search(r"[가-힣]", part.ko)
        assert not re.search(r"(요|죠|네)\.", part.ko), "합니다, not 해요"
    assert not code.title.en.endswith(".")
    assert not code.title.ko.endswith(".")
    assert re.search(r"[가-힣]", code.title.ko)
