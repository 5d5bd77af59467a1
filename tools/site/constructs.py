"""A page for each construct: what it is, how it is used, what it makes, and each of its props."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from constructs import Construct
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import x2bee_constructs
from tools.site.examples import Made
from x2bee_constructs.core.docstrings import field_docs

__all__ = ["construct_pages", "props_pages"]

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PLAIN: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    Any: "anything",
}


def construct_pages(
    surfaces: Mapping[str, ModuleType], made: Mapping[type[Construct], Made], readmes: Mapping[Path, str]
) -> dict[str, str]:
    """The text of each page by the construct's name; one that is on both sides has the side in its name."""
    found: dict[str, str] = {}
    for side, module in surfaces.items():
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type) and issubclass(value, Construct):
                title = f"{name} ({side})" if name in found else name
                found[title] = _page(title, value, f"{module.__name__}", made.get(value), readmes)
    return found


def props_pages(module: ModuleType) -> dict[str, str]:
    """The text of each page by the model's name."""
    models = {name: getattr(module, name) for name in module.__all__}
    return {
        name: f"# {name}\n\n{inspect.cleandoc(model.__doc__ or '')}\n\n{_fields(model)}\n"
        for name, model in sorted(models.items())
        if isinstance(model, type) and issubclass(model, BaseModel)
    }


def _page(title: str, construct: type[Construct], module: str, made: Made | None, readmes: Mapping[Path, str]) -> str:
    takes = _constructor(construct)
    parts = [
        f"# {title}\n\n```python\nfrom {module} import {construct.__name__}\n```",
        inspect.cleandoc(construct.__doc__ or ""),
        takes,
        *_use(construct, readmes),
        *_made(made),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _constructor(construct: type[Construct]) -> str:
    rows = [
        f"| `{name}` | `{found.annotation}`{_linked(str(found.annotation))} |".replace(" | None`", "`, or none")
        for name, found in inspect.signature(construct.__init__).parameters.items()
        if name not in {"self", "args", "kwargs", "_args", "_kwargs"}
    ]
    return "## Takes\n\n| parameter | type |\n|---|---|\n" + "\n".join(rows) if rows else ""


def _linked(annotation: str) -> str:
    """Where the props in an annotation are explained."""
    models = [name for name in re.findall(r"\w+", annotation) if _is_model(name)]
    return "".join(f": [its fields](../props/{name}.md)" for name in models)


def _use(construct: type[Construct], readmes: Mapping[Path, str]) -> Iterator[str]:
    """The first example of a README; all of them run as tests."""
    for text in readmes.values():
        for code in _BLOCK.findall(text):
            if re.search(rf"\b{construct.__name__}\(", code):
                yield f"## Use\n\n```python\n{code.rstrip()}\n```"
                return


def _made(made: Made | None) -> Iterator[str]:
    if made:
        names = "\n".join(f"- {name}" for name in made.names)
        yield f"## Makes\n\nIn the reference customer, as `{made.path}`:\n\n{names}"
        yield f"The largest of them:\n\n```{made.language}\n{made.largest}\n```"


def _fields(model: type[BaseModel]) -> str:
    docs = field_docs(model)
    rows = [
        f"| `{name}` | {_type(field.annotation)} | {_default(field)} | {_cell(docs.get(name, ''))} |"
        for name, field in model.model_fields.items()
    ]
    return "| field | takes | if not given | meaning |\n|---|---|---|---|\n" + "\n".join(rows) if rows else ""


def _type(annotation: Any) -> str:
    """The type in words: `list of text`, `PodAccess`, `large or small`."""
    if isinstance(annotation, str):
        return f"`{annotation}`"
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _type(inside[0])
    if origin is typing.Literal:
        return " or ".join(f"`{value}`" for value in inside)
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_type(one) for one in inside if one is not type(None))
    if origin is not None and issubclass(origin, Mapping):
        return f"mapping of {_type(inside[0])} to {_type(inside[1])}" if inside else "mapping"
    if origin is not None and issubclass(origin, Sequence):
        return f"list of {_type(inside[0])}" if inside else "list"
    if plain := _PLAIN.get(annotation):
        return plain
    name = getattr(annotation, "__name__", str(annotation))
    return f"[`{name}`]({name}.md)" if _is_model(name) else f"`{name}`"


def _is_model(name: str) -> bool:
    """Whether a page of props explains it."""
    found = getattr(x2bee_constructs, name, None) if name in x2bee_constructs.__all__ else None
    return isinstance(found, type) and issubclass(found, BaseModel)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.default
    if value is PydanticUndefined or isinstance(value, BaseModel):
        return "its own defaults"
    return f"`{value!r}`".replace("|", "\\|") if value not in (None, (), "") else "—"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
