"""A `Module` → Python text: `datamodel-code-generator` makes the types, this file names, trims and orders them."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

from x2bee_constructs.core.objects import wire_name

from .module import Module, Schema
from .names import field_name

OBJECTS = "x2bee_constructs.core.objects"
_FIRST = ("apiVersion", "kind", "metadata", "spec", "name")


def render(module: Module, package: str) -> str:
    """The text of the module. `package` is its own package: what lies inside it is imported relatively."""
    wires: dict[str, dict[str, str]] = {}
    definitions = {name: _pythonic(schema, wires.setdefault(name, {})) for name, schema in module.classes.items()}
    tree = _inlined(ast.parse(_generated(module, definitions)))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    _agree(wires, classes)
    body = [_class(node, wires[name], module) for name, node in classes.items()]
    text = formatted("\n".join([*_imports(tree, module, "\n".join(body), package), _all(module), *body]))
    return header(module.origin, module.command) + text


def _pythonic(schema: Schema, wires: dict[str, str]) -> Schema:
    """The schema with Python's field names in a sensible order; `wires` gets field → wire name."""
    properties = schema["properties"]
    for wire in sorted(properties, key=lambda w: (_FIRST.index(w) if w in _FIRST else len(_FIRST), w)):
        wires[field_name(wire, wires)] = wire
    required = set(schema.get("required", ()))
    return {
        "type": "object",
        "properties": {name: _nullable(properties[wire], wire in required) for name, wire in wires.items()},
        "required": [name for name, wire in wires.items() if wire in required],
    }


def _nullable(node: Schema, required: bool) -> Schema:
    """A field that must be given but may be null; one that need not be given is simply left out instead."""
    node = dict(node)
    return {"anyOf": [node, {"type": "null"}]} if node.pop("nullable", False) and required else node


def _generated(module: Module, definitions: dict[str, Schema]) -> str:
    from datamodel_code_generator import InputFileType, generate

    result = generate(
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "definitions": definitions}),
        input_file_type=InputFileType.JsonSchema,
        base_class=f"{OBJECTS}.ApiStruct",
        use_annotated=True,
        field_constraints=True,
        enum_field_as_literal="all",
        skip_root_model=True,
        disable_timestamp=True,
        disable_future_imports=True,
        use_exact_imports=True,
        target_python_version="3.11",
        formatters=["builtin"],
    )
    return str(result)


class _Inline(ast.NodeTransformer):
    """Writes the types that the generator names, for elements of lists and maps, where they are used."""

    def __init__(self, named: dict[str, ast.expr]) -> None:
        self.named = named

    def visit_Name(self, node: ast.Name) -> ast.expr:  # noqa: N802 - ast's own name
        """The named type itself, and those inside it."""
        return self.visit(self.named[node.id]) if node.id in self.named else node


def _inlined(tree: ast.Module) -> ast.Module:
    aliases = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    rooted = [node for node in tree.body if isinstance(node, ast.ClassDef) and "RootModel" in ast.unparse(node.bases[0])]
    named = {ast.unparse(node.targets[0]): node.value.args[1] for node in aliases if isinstance(node.value, ast.Call)}
    named |= {node.name: line.annotation for node in rooted for name, line in _fields(node) if name == "root"}
    tree.body = [node for node in tree.body if isinstance(node, ast.ImportFrom | ast.ClassDef) and node not in rooted]
    return _Inline(named).visit(tree)


def _agree(wires: dict[str, dict[str, str]], classes: dict[str, ast.ClassDef]) -> None:
    """Refuse output in which the generator chose other names than we did."""
    made = {name: sorted(target for target, _ in _fields(node)) for name, node in classes.items()}
    asked = {name: sorted(fields) for name, fields in wires.items()}
    if wrong := sorted(name for name in made.keys() | asked.keys() if made.get(name) != asked.get(name)):
        name = wrong[0]
        raise ValueError(f"the generator named classes or fields otherwise: {name}: {made.get(name)} for {asked.get(name)}")


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.AnnAssign]]:
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, line


def _class(node: ast.ClassDef, wires: dict[str, str], module: Module) -> str:
    checks = list(module.checks.get(node.name, ()))
    if node.name in module.kinds and checks and not checks[0].startswith("named("):
        checks.insert(0, 'named("dns-subdomain")')
    lines = [f"class {node.name}({_bases(node.name, module)}):"]
    if checks:
        lines.append(f"    checks = ({', '.join(checks)},)")
    for name, line in _fields(node):
        default = f" = {ast.unparse(line.value)}" if line.value else ""
        lines.append(f"    {name}: {_annotation(line.annotation, name, wires[name])}{default}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "    pass"]) + "\n\n"


def _bases(name: str, module: Module) -> str:
    first = "KubeObject" if name in module.kinds else "CheckedStruct" if module.checks.get(name) else ""
    opened = "OpenStruct" if module.classes[name].get("open") else ""
    return ", ".join(filter(None, (first, opened))) or "ApiStruct"


def _annotation(node: ast.expr, name: str, wire: str) -> str:
    """The type as written, with an alias only where the wire name does not follow from the field's name."""
    text = ast.unparse(node)
    if wire_name(name) == wire:
        return text
    if text.startswith("Annotated[") and text.endswith(")]"):
        return f"{text[:-2]}, alias={wire!r})]"
    return f"Annotated[{text}, Field(alias={wire!r})]"


def header(origin: str, command: str) -> str:
    """The first lines of every generated file."""
    return f"# Generated from {origin} by `{command}`. Never edit: the next run overwrites it.\n# ruff: noqa\n\n"


_TYPING = {"Annotated", "Any", "Literal"}
_BASES = {"ApiStruct", "CheckedStruct", "KubeObject", "OpenStruct"}


def _imports(tree: ast.Module, module: Module, body: str, package: str) -> list[str]:
    """The imports that the final text needs, those of our own package relative to it."""
    words = set(re.findall(r"\w+", body))
    calls = {check.partition("(")[0] for checks in module.checks.values() for check in checks} | {"named"} & words
    wanted = {"typing": words & _TYPING, "pydantic": words & {"Field"}, OBJECTS: calls | words & _BASES}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("x2bee_constructs", package)):
            wanted.setdefault(node.module or "", set()).update(alias.name for alias in node.names if alias.name in words)
    return [f"from {_relative(home, package)} import {', '.join(sorted(names))}" for home, names in wanted.items() if names]


def _relative(target: str, package: str) -> str:
    own, other = package.split("."), target.split(".")
    shared = 0
    while shared < min(len(own), len(other)) and own[shared] == other[shared]:
        shared += 1
    return "." * (len(own) - shared + 1) + ".".join(other[shared:]) if shared else target


def _all(module: Module) -> str:
    return f"__all__ = {sorted(module.classes)!r}\n\n"


def formatted(text: str) -> str:
    """The text as `ruff` sorts and formats it, whatever configuration lies around."""
    for arguments in (["check", "--select", "I", "--fix", "--quiet"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--line-length=110", "--stdin-filename=m.py", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text
