"""`datamodel-code-generator` makes the types; this file hands it the schemas and takes its output apart."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from typing import cast

from .module import MissingTool, Schema

__all__ = ["Wires", "classes", "fields", "generated"]

Wires = Mapping[str, Mapping[str, str]]
"""Class name → field name → name on the wire."""


def generated(definitions: Mapping[str, Schema], wires: Wires) -> ast.Module:
    """The imports and the classes, with the types of elements written where they are used."""
    tree = _inlined(ast.parse(_text(definitions)))
    _agree(wires, {node.name: node for node in classes(tree)})
    return tree


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """The classes, each after those that it uses."""
    return (node for node in tree.body if isinstance(node, ast.ClassDef))


def fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.AnnAssign]]:
    """Name and line of each field."""
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, line


def _text(definitions: Mapping[str, Schema]) -> str:
    try:
        from datamodel_code_generator import Error, Formatter, InputFileType, LiteralType, PythonVersion, generate
    except ImportError:
        raise MissingTool("datamodel-code-generator is missing; install x2bee-constructs[bindings]") from None
    try:
        result = generate(
            json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "definitions": definitions}),
            input_file_type=InputFileType.JsonSchema,
            base_class="x2bee_constructs.core.objects.ApiStruct",
            use_annotated=True,
            field_constraints=True,
            enum_field_as_literal=LiteralType.All,
            skip_root_model=True,
            disable_timestamp=True,
            disable_future_imports=True,
            use_exact_imports=True,
            strict_refs=True,
            target_python_version=PythonVersion.PY_311,
            formatters=[Formatter.BUILTIN],
        )
    except Error as error:
        raise ValueError(f"the schema cannot be told in Python: {' '.join(str(error).split())}") from None
    return str(result)


class _Inline(ast.NodeTransformer):
    def __init__(self, named: Mapping[str, ast.expr]) -> None:
        self.named = named

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """The type that the name stands for, and those inside it."""
        return cast("ast.AST", self.visit(self.named[node.id])) if node.id in self.named else node


def _inlined(tree: ast.Module) -> ast.Module:
    """Types of elements get names from the generator (`Tag = TypeAliasType("Tag", …)`); in place they read better."""
    named: dict[str, ast.expr] = {}
    kept: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            named[ast.unparse(node.targets[0])] = node.value.args[1]
        elif isinstance(node, ast.ClassDef) and "RootModel" in ast.unparse(node.bases[0]):
            named[node.name] = next(line.annotation for name, line in fields(node) if name == "root")
        elif isinstance(node, ast.ImportFrom | ast.ClassDef):
            kept.append(node)
    return cast("ast.Module", _Inline(named).visit(ast.Module(kept, [])))


def _agree(wires: Wires, made: Mapping[str, ast.ClassDef]) -> None:
    """Refuse output in which the generator chose other names than those asked for."""
    found = {name: sorted(field for field, _ in fields(node)) for name, node in made.items()}
    asked = {name: sorted(names) for name, names in wires.items()}
    if wrong := sorted(name for name in found.keys() | asked.keys() if found.get(name) != asked.get(name)):
        raise ValueError(f"the generator made {found.get(wrong[0])} of {wrong[0]}, which has {asked.get(wrong[0])}")
