"""A `Module` → the text of a Python module: names, types and nothing else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from x2bee_constructs.core.objects import wire_name

from .engine import classes, fields, generated
from .module import MissingTool, Module, Schema
from .names import field_names

__all__ = ["OBJECTS", "formatted", "header", "render"]

OBJECTS = "x2bee_constructs.core.objects"
_TYPING = {"Annotated", "Any", "Literal"}
_BASES = {"ApiStruct", "CheckedStruct", "KubeObject", "OpenStruct"}


def render(module: Module, package: str) -> str:
    """The text of the module. `package` is its own package: what lies inside it is imported relatively."""
    wires: dict[str, dict[str, str]] = {name: {} for name in module.classes}
    definitions = {name: _pythonic(schema, wires[name]) for name, schema in module.classes.items()}
    tree = generated(definitions, wires)
    body = "\n".join(_class(node, wires[node.name], module) for node in classes(tree))
    names = f"__all__ = {sorted(module.classes)!r}\n\n"
    text = formatted("\n".join([*_imports(tree, module, body, package), names, body]))
    return header(module.origin, module.command) + text


def header(origin: str, command: str) -> str:
    """The first lines of every generated file."""
    return f"# Generated from {origin} by `{command}`. Never edit: the next run overwrites it.\n# ruff: noqa\n\n"


def formatted(text: str) -> str:
    """The text as `ruff` sorts and formats it, whatever configuration lies around."""
    for arguments in (("check", "--select=I", "--fix-only"), ("format",)):
        options = ("--quiet", "--isolated", "--line-length=110", "--stdin-filename=m.py", "-")
        command = [sys.executable, "-m", "ruff", *arguments, *options]
        done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise MissingTool(f"ruff failed, install x2bee-constructs[bindings]: {done.stderr.strip()}")
        text = done.stdout
    return text


def _pythonic(schema: Schema, wires: dict[str, str]) -> Schema:
    """The schema with Python's field names; `wires` gets field → wire name."""
    properties: dict[str, Schema] = schema["properties"]
    wires |= {name: wire for wire, name in field_names(properties).items()}
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


def _class(node: ast.ClassDef, wires: dict[str, str], module: Module) -> str:
    lines = [f"class {node.name}({', '.join(_bases(node.name, module))}):"]
    if checks := _checks(node.name, module):
        lines.append(f"    checks = ({', '.join(checks)},)")
    for name, line in fields(node):
        default = f" = {ast.unparse(line.value)}" if line.value else ""
        lines.append(f"    {name}: {_annotation(line.annotation, name, wires[name])}{default}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "    pass"]) + "\n\n"


def _checks(name: str, module: Module) -> list[str]:
    """The rules of a class; those of a kind begin with the one on its name, which `KubeObject` has otherwise."""
    checks = module.checks.get(name, [])
    if name not in module.kinds or not checks or checks[0].startswith("named("):
        return checks
    return ['named("dns-subdomain")', *checks]


def _bases(name: str, module: Module) -> list[str]:
    bases = ["KubeObject"] if name in module.kinds else ["CheckedStruct"] if module.checks.get(name) else []
    return bases + ["OpenStruct"] * bool(module.classes[name].get("open")) or ["ApiStruct"]


def _annotation(node: ast.expr, name: str, wire: str) -> str:
    """The type as written, with an alias only where the wire name does not follow from the field's name."""
    text = ast.unparse(node)
    if wire_name(name) == wire:
        return text
    if text.startswith("Annotated[") and text.endswith(")]"):
        return f"{text[:-2]}, alias={wire!r})]"
    return f"Annotated[{text}, Field(alias={wire!r})]"


def _imports(tree: ast.Module, module: Module, body: str, package: str) -> list[str]:
    """The imports that the text needs, those of its own package relative to it."""
    words = set(re.findall(r"\w+", body))
    calls = {check.partition("(")[0] for name in module.classes for check in _checks(name, module)}
    wanted = {"typing": words & _TYPING, "pydantic": words & {"Field"}, OBJECTS: calls | words & _BASES}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("x2bee_constructs.imports"):
            wanted.setdefault(node.module or "", set()).update(alias.name for alias in node.names)
    return [f"from {_home(home, package)} import {', '.join(sorted(used))}" for home, used in wanted.items() if used]


def _home(target: str, package: str) -> str:
    """The module as it is named from inside the package: `...core.objects`."""
    own, other = package.split("."), target.split(".")
    pairs = zip(own, other, strict=False)
    shared = next((index for index, (left, right) in enumerate(pairs) if left != right), min(len(own), len(other)))
    return "." * (len(own) - shared + 1) + ".".join(other[shared:]) if shared else target
