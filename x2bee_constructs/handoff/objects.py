"""Reads the Kubernetes side: the objects in the YAML files that `cdk8s synth` leaves in `dist`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from x2bee_constructs.core.diagnostics import Span
from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.core.yaml_events import BrokenYamlError, Mark, as_text, read_documents
from x2bee_constructs.handoff.model import UnreadableError

__all__ = ["KubernetesObject", "compose", "read_objects"]

_FIX = "run cdk8s synth (or make synth), or say where its output is with --manifests"


@dataclass(frozen=True)
class KubernetesObject:
    """One object: its values as text, and where each stands."""

    file: str
    data: Mapping[str, Any]
    lines: tuple[str, ...]
    marks: Mapping[Place, Mark]
    """Where each value begins and ends."""

    @property
    def kind(self) -> str:
        """`Deployment`."""
        return str(self.data.get("kind", ""))

    @property
    def group(self) -> str:
        """The API group without its version: `apps`; empty for the core."""
        return str(self.data.get("apiVersion", "")).rpartition("/")[0]

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The object's metadata."""
        return as_mapping(self.data.get("metadata")) or {}

    @property
    def spec(self) -> Mapping[str, Any]:
        """The object's spec."""
        return as_mapping(self.data.get("spec")) or {}

    @property
    def name(self) -> str:
        """The object's name."""
        return str(self.metadata.get("name", ""))

    @property
    def namespace(self) -> str:
        """The object's namespace; empty if it has none."""
        return str(self.metadata.get("namespace", ""))

    @property
    def title(self) -> str:
        """What a person calls it: `Deployment acme-app/x2bee-fo`."""
        return f"{self.kind} {self.namespace + '/' if self.namespace else ''}{self.name}".strip() or "a document"

    def span(self, place: Place, name: str) -> Span:
        """Where the name stands within the value at `place`, or where the value begins."""
        while place not in self.marks:
            place = place[:-1]
        mark = self.marks[place]
        for number in range(mark.line, min(mark.last_line + 1, len(self.lines))):
            found = self.lines[number].find(name, mark.column if number == mark.line else 0)
            if found >= 0:
                return Span(self.file, number + 1, found + 1, len(name))
        length = mark.last_column - mark.column if mark.line == mark.last_line else 1
        return Span(self.file, mark.line + 1, mark.column + 1, max(length, 1))


def read_objects(folder: Path, about: Collection[str] = ()) -> tuple[KubernetesObject, ...]:
    """Every object in the folder's YAML files, in the order of the files; with `about`, of the files with such a word.

    Raises `UnreadableError` if the folder is missing, has no YAML, or has a file that is not YAML.
    """
    if not folder.is_dir():
        raise UnreadableError(f"there is no folder '{folder}'", expected="what cdk8s synth writes", fix=_FIX)
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"} and path.is_file())
    if not files:
        raise UnreadableError(f"'{folder}' has no YAML file", expected="what cdk8s synth writes", fix=_FIX)
    return tuple(found for file in files for found in _objects(file, about))


def _objects(file: Path, about: Collection[str]) -> Iterator[KubernetesObject]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UnreadableError(f"cannot read '{file}': {reason}") from None
    if about and not any(word in text for word in about):
        return
    lines = tuple(text.splitlines())
    for data, marks in compose(text, str(file)):
        yield KubernetesObject(str(file), data, lines, marks)


def compose(text: str, file: str) -> Iterator[tuple[Mapping[str, Any], Mapping[Place, Mark]]]:
    """Each document that is a mapping, its scalars as text, with the marks of every value; others are passed over.

    Raises `UnreadableError` at the line and column of what is not YAML.
    """
    try:
        for document, marks in read_documents(text, as_text):
            if data := as_mapping(document):
                yield data, marks
    except BrokenYamlError as error:
        where = Span(file, error.line + 1, error.column + 1, 1)
        raise UnreadableError(f"not YAML: {error.problem}", where=where, fix=_FIX) from None
