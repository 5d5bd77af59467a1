"""All files of `imports/` that are generated: made in memory, written, or compared with those that are there."""

from __future__ import annotations

from pathlib import Path

from x2bee_constructs.bindings.render import header, render
from x2bee_constructs.bindings.shared import Shared, cuts

from . import kubernetes, projects, rules
from .sources import definitions, load

_PACKAGE = "x2bee_constructs.imports"


def made(schemas: Path) -> dict[str, str]:
    """Path below `imports/` → text, for every generated file."""
    plan, laws = load("sources"), load("rules")
    origin = f"Kubernetes {plan['kubernetes']['version']}"
    core = kubernetes.modules(definitions(plan, schemas), plan, origin)
    modules = {f"k8s/{name}": module for name, module in core.items()}
    modules |= projects.modules(plan, schemas, Shared.of(core, cuts(plan)))
    rules.Rules(laws, modules).apply()
    files = {f"{name}.py": render(module, f"{_PACKAGE}.{name.partition('/')[0]}") for name, module in modules.items()}
    files["k8s/values.py"] = rules.values(laws)
    empty = header("imports/sources.toml", "make bindings").rstrip("\n") + "\n"
    folders = {name.partition("/")[0] for name in modules}
    return dict(
        sorted((files | {f"{folder}/__init__.py": empty for folder in folders} | {"__init__.py": empty}).items())
    )


def differences(files: dict[str, str], root: Path) -> list[str]:
    """The paths below `root` whose text is another, that are missing, or that nothing makes any more."""
    there = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def write(files: dict[str, str], root: Path) -> list[str]:
    """Write what differs and remove what nothing makes any more; returns the paths that changed."""
    changed = differences(files, root)
    for name in changed:
        path = root / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], encoding="utf-8")
        else:
            path.unlink()
    return changed
