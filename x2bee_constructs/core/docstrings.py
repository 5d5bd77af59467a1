"""What the docstrings under fields say, read from the source when somebody asks: no import pays for it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = ["Described", "field_docs"]


class Described(BaseModel):
    """A model whose JSON Schema says what the docstrings under its fields say."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema, with a `description` for each field."""
        made = handler(core_schema)
        properties = handler.resolve_ref_schema(made).get("properties", {})
        for name, text in field_docs(cls).items():
            found = properties.get(cls.model_fields[name].alias or name)
            if found is not None:
                found.setdefault("description", text)
        return made


@cache
def field_docs(model: type[BaseModel]) -> Mapping[str, str]:
    """The docstring of each field of a model by its name, those it inherits too.

    A class without source, such as one made in a session, has none.
    """
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if issubclass(part, BaseModel) and part is not BaseModel:
            declared = inspect.get_annotations(part)
            found = {name: text for name, text in found.items() if name not in declared} | dict(_own(part))
    return {name: text for name, text in found.items() if name in model.model_fields}


def _own(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except (OSError, TypeError):
        return
    (definition,) = ast.parse(source).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)
            case _:
                pass
