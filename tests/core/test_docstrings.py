"""Docstrings under fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.docstrings import field_docs
from x2bee_constructs.core.props import Props


class _Base(Props):
    kept: int
    """From the base."""
    again: int
    """Said in the base only."""


class _Below(_Base):
    again: int
    own: Annotated[int, Field(alias="ownName")] = 0
    """One line,

    and a second.
    """
    silent: int = 0


def test_each_field_has_its_own_or_what_it_inherits() -> None:
    assert field_docs(_Below) == {"kept": "From the base.", "own": "One line,\n\nand a second."}


def test_a_schema_says_them_under_the_names_of_the_wire() -> None:
    properties = _Below.model_json_schema()["properties"]
    assert properties["ownName"]["description"] == "One line,\n\nand a second."
    assert "description" not in properties["silent"]


def test_a_class_without_source_has_none() -> None:
    made: dict[str, type[Props]] = {}
    exec("class Made(Props):\n    a: int = 0\n    'Text.'\n", {"Props": Props, "__name__": "nowhere"}, made)
    assert field_docs(made["Made"]) == {}
