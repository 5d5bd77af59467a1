"""Fluentd's configuration as data, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Directive", "Ruby", "render"]


class Ruby(str):
    """Text that Fluentd reads in double quotes: `#{…}` in it is Ruby, run once when the configuration is read."""

    __slots__ = ()


Value = str | int | bool | Ruby


@dataclass(frozen=True)
class Directive:
    """One `<name argument> … </name>`: parameters in the order given, then what stands inside."""

    name: str
    argument: str = ""
    params: Mapping[str, Value] = field(default_factory=dict[str, Value])
    inner: Sequence[Directive] = ()


def render(directives: Sequence[Directive]) -> str:
    """The file that Fluentd reads (its format v1)."""
    return "\n".join("\n".join(_lines(directive, "")) + "\n" for directive in directives)


def _lines(directive: Directive, indent: str) -> list[str]:
    head = f"{directive.name} {directive.argument}".rstrip()
    own = [f"{indent}  {key} {_value(value)}" for key, value in directive.params.items()]
    below = [line for inner in directive.inner for line in _lines(inner, indent + "  ")]
    return [f"{indent}<{head}>", *own, *below, f"{indent}</{directive.name}>"]


def _value(value: Value) -> str:
    r"""Text stands in single quotes, where only `\` and `'` mean something (fluent/config/literal_parser.rb)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Ruby):
        return _double(value)
    if "\n" in value or not value:
        if "#{" in value:
            raise ValueError(f"text over several lines cannot have #{{ in it, got {value!r}; take one of them out")
        return _double(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _double(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
