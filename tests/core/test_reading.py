"""A customer's file is read the same by libyaml and by ruamel.yaml; what is nested without end is said in words."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import ACME, ROOT
from x2bee_constructs.core import reading
from x2bee_constructs.core.documents import Document
from x2bee_constructs.core.reading import read

FILES = [ACME, *sorted((ROOT / "tests").rglob("corpus*/**/*.yaml"))]


def both(path: Path) -> tuple[Document, Document]:
    """What is read, and what ruamel.yaml alone reads."""
    with pytest.MonkeyPatch.context() as patch:
        quick = read(path)
        patch.setattr(yaml, "__with_libyaml__", False)
        return quick, read(path)


def test_files_are_read_the_same() -> None:
    assert len(FILES) > 100
    for path in FILES:
        quick, exact = both(path)
        assert quick == exact, path


def test_a_folded_text_has_no_marks_of_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "folded.yaml"
    path.write_text("a: >\n  one\n  two\n")
    for found in both(path):
        assert found.data == {"a": "one two\n"}


def test_a_good_file_is_read_by_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "YAML", None)
    assert read(ACME).data["customer"] == "acme"


words = st.one_of(
    st.sampled_from(["yes", "no", "true", "NULL", "~", "", "0o17", "017", "0x1F", "1_000", "1e3", ".5", "+1"]),
    st.sampled_from(["2026-12-01", "12:30:45", ".inf", ".NaN", "<<", "=", "!x y", "!!int 3", "&a b", "*a", "'a: b'"]),
    st.sampled_from(['"\\u00e9"', "| a", "가"]),
    st.text(alphabet=string.ascii_letters + string.digits + " :#-[]{},'\"&*!|>%@`.?", max_size=8),
)
lines = st.tuples(st.integers(0, 3), st.sampled_from(["", "- ", "a: ", "b: ", "? "]), words)
texts = st.lists(lines, max_size=6).map(lambda found: "".join(f"{'  ' * n}{lead}{word}\n" for n, lead, word in found))


@given(text=texts)
@example(text="a: &x [*x]\n")
@example(text="a: &x 1\nb: &x 2\nc: *x\n")
@example(text="a: 1\n---\nb: 2\n")
@example(text="%YAML 1.1\n---\na: yes\n")
def test_texts_are_read_the_same(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "text.yaml"
    path.write_text(text, encoding="utf-8")
    quick, exact = both(path)
    assert quick == exact or exact.findings, "libyaml lets some marks pass that nobody writes, such as `>#`"


STAIRS = "".join(" " * depth + "a:\n" for depth in range(900))


@pytest.mark.parametrize("text", ["- " * 2_000, "- " * 50_000, "[" * 50_000, STAIRS, f"{STAIRS}]"])
def test_what_is_nested_without_end_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text(text)
    for found in both(path):
        assert [one.code for one in found.findings] == ["X2B100"]
