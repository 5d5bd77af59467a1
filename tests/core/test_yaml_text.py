"""What we write without Node.js is what cdk8s writes, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from x2bee_constructs.core.yaml_text import yaml_text

PIECES = [
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        ":",
        ": ",
        "#",
        " #",
        "-",
        "- ",
        "?",
        "'",
        '"',
        "a",
        "bc",
        "1",
        "0",
        "0x1f",
        "1_0",
    ),
    *(".5", "1e3", "true", "No", "~", "null", "2026-01-02", "12:30", "%", "---", "...", "<<", "{", "[", "]", "}", ","),
    *(
        "&x",
        "*",
        "!",
        "|",
        ">",
        "@",
        "`",
        "\\",
        "\r",
        "\x07",
        "\x1b",
        "\x01",
        "\x7f",
        "\x85",
        "é",
        "한국",
        "😀",
        "\\n",
        "y",
    ),
    *("on", "=", "0b1", "1.", "+.inf", ".nan", "word word word word word word word word"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
NUMBERS = st.sampled_from([0, 1, -5, 1.5, 2.0, 1e-7, 1e22, 123_456_789_012, True, False])
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=40)
@given(st.lists(VALUES, min_size=20, max_size=20))
def test_any_text_is_written_as_cdk8s_does(values: list[Any]) -> None:
    from cdk8s import Yaml

    document = {"items": values, "named": {f"k{index}": value for index, value in enumerate(values)}}
    assert yaml_text(document) == Yaml.stringify(document)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8080", '"8080"'),
        ("on", '"on"'),
        ("1:30", '"1:30"'),
        ('"it" is said', "'\"it\" is said'"),
        ("a: b", '"a: b"'),
        ("plain text", "plain text"),
        (2.0, "2"),
        (0.0000001, "1e-7"),
        ({}, "{}"),
        ([], "[]"),
        ("two\nlines\n", "|\n  two\n  lines"),
        ("two\nlines", "|-\n  two\n  lines"),
        ("  led\nby spaces\n\n", "|2+\n    led\n  by spaces\n"),
    ],
)
def test_what_is_quoted_and_what_is_a_block(value: Any, text: str) -> None:
    assert yaml_text({"key": value}) == f"key: {text}\n"


def test_a_value_that_yaml_of_kubernetes_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match=r"has no tuple, got \(1, 2\)"):
        yaml_text({"key": (1, 2)})
