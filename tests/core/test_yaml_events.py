"""YAML of programs: as the exact reader has it, and refused in words where that would never end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from x2bee_constructs.core.yaml_events import BrokenYamlError, Mark, as_text, read_documents
from x2bee_constructs.core.yaml_text import yaml_text

TEXTS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def one(text: str) -> Any:
    ((document, _),) = read_documents(text)
    return document


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_what_we_write_is_read_as_it_was(data: dict[str, Any]) -> None:
    assert one(yaml_text(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        "a: 0x1f\nb: 0o17\nc: 1.5e3\nd: .5\ne: +7\nf: 0123\n",
        "a: yes\nb: 'true'\nc: True\nd: ~\ne:\nf: 'null'\n",
        "a: |\n  two\n  lines\nb: >-\n  one\n  line\n",
        "a: &here {b: [1, 2]}\nc: *here\n",
        "- [1, {a: b}]\n- - x\n  - y\n",
        "just words\n",
        "'quoted': \"\\u00e9\"\n",
    ],
)
def test_values_are_those_of_the_exact_reader(text: str) -> None:
    assert one(text) == YAML(typ="safe", pure=True).load(text)


def test_times_and_numbers_that_are_none_are_text() -> None:
    assert one("a: 2026-11-30\nb: 12:30\nc: .inf\nd: 1_000\n") == {
        "a": "2026-11-30",
        "b": "12:30",
        "c": ".inf",
        "d": "1_000",
    }


def test_documents_are_told_apart_and_empty_ones_are_nothing() -> None:
    assert [document for document, _ in read_documents("a: 1\n---\n---\n- b\n...\n")] == [{"a": 1}, None, ["b"]]
    assert list(read_documents("# nothing\n")) == []


def test_marks_say_where_values_stand_also_those_of_an_alias() -> None:
    text = "a: &x\n  b: [one, two]\nc: *x\n"
    ((document, marks),) = read_documents(text, as_text)
    assert document["c"] == {"b": ["one", "two"]}
    assert marks["a", "b", 1] == marks["c", "b", 1] == Mark(1, 11, 1, 14)
    assert marks["a", "b"][:2] == (1, 5)
    assert marks["c",] == Mark(2, 3, 2, 5)


def test_keys_that_are_no_scalars_are_passed_over_with_what_they_hold() -> None:
    text = "? [a, {b: c}]\n: {d: [e]}\n? &k x\n: 1\ny: {z: 2}\n? *k\n: {again: 3}\n"
    ((document, marks),) = read_documents(text)
    assert document == {"x": 1, "y": {"z": 2}}
    assert set(marks) == {(), ("x",), ("y",), ("y", "z")}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: [1\nb: 2\n", 1, "did not find expected ',' or ']'"),
        ("a: 1\n\tb: 2\n", 1, "a tab character"),
        ("a: *nobody\n", 0, "the alias 'nobody' is of nothing that has ended"),
        ("a: &a [*a]\n", 0, "the alias 'a' is of nothing that has ended"),
        ("a: '\x01'\n", 0, "control characters are not allowed"),
        ("[" * 100_000, 0, "nested too deep|nesting depth"),  # newer builds of libyaml look so far ahead
        ("- " * 5_000, 0, "it is nested too deep"),
        ("\n".join(" " * depth + "a:" for depth in range(1_500)), 500, "it is nested too deep"),
        (
            "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 8)),
            5,
            "its aliases multiply it",
        ),
    ],
)
def test_what_is_broken_or_without_end_is_refused_where_it_stands(text: str, line: int, said: str) -> None:
    with pytest.raises(BrokenYamlError, match=said) as caught:
        list(read_documents(text))
    assert caught.value.line == line
