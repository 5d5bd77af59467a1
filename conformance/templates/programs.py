"""Checkers that are programs and read templates, each in a Python environment of its own.

Each judges every template twice: as it is, and bare, without what the constructs acknowledge. What only the bare one
shows is acknowledged; an acknowledgement that not even the bare one needs is stale.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from conformance.processes import run_group
from conformance.templates.assembly import Assembly
from conformance.templates.findings import Acknowledged, Finding, Verdict

__all__ = ["Objection", "Program", "judge", "output"]

SECONDS = 900
"""A program that takes longer is ended."""


class Objection(NamedTuple):
    """What a program says, in its own words."""

    template: Path
    rule: str
    logical_id: str
    """Empty if it is said of the template as a whole."""
    message: str


@dataclass(frozen=True, slots=True)
class Program:
    """How one of them is called and read."""

    name: str
    """Its name, also of the metadata by which it is told what to leave out."""
    run: Callable[[Path, Mapping[Path, str], Path], Sequence[Objection]]
    """Its objections: given the program, the templates with their region, and a folder to write to."""
    skips: Callable[[Mapping[str, Any]], Mapping[str, str]]
    """Rule → reason, as that metadata says it."""


def judge(program: Program, binary: Path, assemblies: Sequence[Assembly], scratch: Path) -> list[Verdict]:
    """One verdict for each assembly; bare copies and the program's files are put in the scratch folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    code, words = _call(binary, ["--version"], scratch)
    if code:
        raise RuntimeError(f"{binary} --version ended with {code}: {words}")
    regions = {path: a.region_of(path) for a in assemblies for path in a.templates}
    first = _first(regions)
    bare = {path: _bare(path, scratch / path.parent.name, program) for path in set(first.values())}
    asked = {file: regions[path] for path in bare for file in (path, bare[path])}
    objections = program.run(binary, dict(sorted(asked.items())), scratch)
    verdicts: list[Verdict] = []
    for assembly in assemblies:
        verdict = Verdict(program.name, words.split()[-1], assembly.name, len(assembly.templates))
        for path in assembly.templates:
            same = first[path]
            real = [one for one in objections if one.template == same]
            _Template(program, assembly, path).add(verdict, real, [o for o in objections if o.template == bare[same]])
        verdicts.append(verdict)
    return verdicts


def _first(regions: Mapping[Path, str]) -> dict[Path, Path]:
    """The first template of the same text and region, for each: platforms share most of their stacks."""
    known: dict[tuple[str, str], Path] = {}
    return {
        path: known.setdefault((region, path.read_text(encoding="utf-8")), path) for path, region in regions.items()
    }


class _Template:
    """One template's part of a verdict."""

    def __init__(self, program: Program, assembly: Assembly, path: Path) -> None:
        self._places = {"": assembly.place(path.name.removesuffix(".template.json")), **assembly.places(path)}
        template = json.loads(path.read_text(encoding="utf-8"))
        self._said = {
            (logical_id, rule): reason
            for logical_id, place in {"": template, **template.get("Resources", {})}.items()
            for rule, reason in program.skips(place.get("Metadata", {}).get(program.name, {})).items()
        }

    def add(self, verdict: Verdict, real: Sequence[Objection], bare: Sequence[Objection]) -> None:
        """Add what is open, meant, said and used."""
        verdict.said |= {Acknowledged(rule, self._place(logical_id)) for logical_id, rule in self._said}
        verdict.open += [Finding(one.rule, self._place(one.logical_id), one.message) for one in real]
        meant = [(one, key) for one in bare if (key := self._acknowledged(one))]
        for one, key in meant:
            verdict.used.add(Acknowledged(one.rule, self._place(key[0])))
            verdict.meant.append(Finding(one.rule, self._place(one.logical_id), one.message, self._said[key]))
        if len(real) + len(meant) != len(bare):
            # The program reads our metadata otherwise than we think.
            words = f"{len(bare)} findings without acknowledgements, yet {len(real)} open and {len(meant)} acknowledged"
            verdict.open.append(Finding("harness", self._place(""), words))

    def _acknowledged(self, one: Objection) -> tuple[str, str] | None:
        keys = ((one.logical_id, one.rule), ("", one.rule))
        return next((key for key in keys if key in self._said), None)

    def _place(self, logical_id: str) -> str:
        return self._places.get(logical_id, f"{self._places['']}/{logical_id}")


def output(binary: Path, arguments: Sequence[str], target: Path, good: Callable[[int], bool]) -> Any:
    """The JSON that a program writes to the target; raises `RuntimeError` with its words if it ends otherwise."""
    target.unlink(missing_ok=True)
    code, words = _call(binary, arguments, target.parent)
    if not good(code) or not target.is_file():
        raise RuntimeError(f"{binary} ended with {code}: {words[-500:]}")
    return json.loads(target.read_text(encoding="utf-8"))


def _call(binary: Path, arguments: Sequence[str], folder: Path) -> tuple[int, str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return run_group([str(binary), *arguments], folder, environment, SECONDS)


def _bare(path: Path, folder: Path, program: Program) -> Path:
    template = json.loads(path.read_text(encoding="utf-8"))
    for place in (template, *template.get("Resources", {}).values()):
        place.get("Metadata", {}).pop(program.name, None)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    target.write_text(json.dumps(template, indent=1), encoding="utf-8")
    return target
