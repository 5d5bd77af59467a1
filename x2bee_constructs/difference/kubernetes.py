"""The Kubernetes half of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.fields import Field, dotted, fields
from x2bee_constructs.difference.model import Change, Effect, Reason
from x2bee_constructs.difference.objects import HOOK, LOST_WITH, WORKLOADS, rule_for

__all__ = ["KubeState", "Manifest", "compare_objects"]

Key = tuple[str, str, str, str]
"""Group, kind, namespace, name: by it an object is the same one."""

_NONE = "nothing that runs is touched"


class Manifest(NamedTuple):
    """One object, and the file it stands in."""

    data: Mapping[str, Any]
    file: str

    @property
    def key(self) -> Key:
        """What makes it the same object in the cluster."""
        meta = self.metadata
        group = str(self.data.get("apiVersion", "")).rpartition("/")[0]
        return group, str(self.data.get("kind", "")), str(meta.get("namespace", "")), str(meta.get("name", ""))

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Its metadata."""
        return as_mapping(self.data.get("metadata")) or {}

    @property
    def hook(self) -> bool:
        """Whether it is made anew at every sync."""
        return HOOK in (as_mapping(self.metadata.get("annotations")) or {})


KubeState = Mapping[Key, Manifest]
"""The objects of one state."""


def compare_objects(before: KubeState, after: KubeState) -> Iterator[Change]:
    """Every object that comes, goes or differs."""
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        reasons = tuple(_reasons(key[:2], old, new, before))
        if reasons:
            found = new or old
            yield Change("k8s", _name(key), found.file if found else "", reasons)


def _name(key: Key) -> str:
    _, kind, namespace, name = key
    return f"{kind} {namespace + '/' if namespace else ''}{name}"


def _reasons(kind: tuple[str, str], old: Manifest | None, new: Manifest | None, before: KubeState) -> Iterable[Reason]:
    if old is None:
        return (Reason(Effect.new, "", "it was not there"),)
    if new is None:
        return (_gone(kind, old),)
    return _differing(kind, old, new, before)


def _gone(kind: tuple[str, str], old: Manifest) -> Reason:
    if kind in LOST_WITH:
        return Reason(Effect.loss, "", f"it goes: {LOST_WITH[kind]}")
    claims = (as_mapping(old.data.get("spec")) or {}).get("volumeClaimTemplates")
    why = "it goes; the claims of its pods stay" if claims else "it goes"
    return Reason(Effect.removed, "", f"{why}, and its pods with it" if kind in WORKLOADS else why)


def _differing(kind: tuple[str, str], old: Manifest, new: Manifest, before: KubeState) -> Iterator[Reason]:
    for found in fields(old.data, new.data):
        if old.hook and new.hook and kind == ("batch", "Job"):
            why = "a hook runs at every sync, whatever changed"
            yield Reason(Effect.none, dotted(found.path), why, found.before, found.after)
        else:
            yield _reason(kind, found, old, before)


def _reason(kind: tuple[str, str], found: Field, old: Manifest, before: KubeState) -> Reason:
    rule = rule_for(kind, found.keys)
    effect, why = (rule.effect, rule.why) if rule else (Effect.none, _NONE)
    if rule is None and kind in {("", "ConfigMap"), ("", "Secret")}:
        effect, why = _read_by(kind[1], old, before)
    return Reason(effect, dotted(found.path), why, found.before, found.after)


def _read_by(kind: str, changed: Manifest, before: KubeState) -> tuple[Effect, str]:
    """What the pods that read a ConfigMap or Secret make of it."""
    if changed.data.get("immutable"):
        return Effect.recreate, "it is marked immutable: it is deleted and made again"
    namespace, name = changed.key[2:]
    readers = [
        key[3]
        for key, manifest in before.items()
        if key[:2] in WORKLOADS and key[2] == namespace and name in _sources(kind, manifest.data)
    ]
    if readers:
        return (
            Effect.none,
            f"pods of {', '.join(sorted(readers))} see it as a file within minutes, else when they start",
        )
    return Effect.none, _NONE


def _sources(kind: str, value: Any) -> Iterator[str]:
    """The names of ConfigMaps or Secrets that a pod's template reads."""
    keys = {
        "ConfigMap": ("configMapRef", "configMapKeyRef", "configMap"),
        "Secret": ("secretRef", "secretKeyRef", "secret"),
    }
    mapping = as_mapping(value)
    if mapping is not None:
        for key, inner in mapping.items():
            said = as_mapping(inner) or {}
            if key in keys[kind]:
                yield str(said.get("name") or said.get("secretName") or "")
            yield from _sources(kind, inner)
    else:
        for item in as_list(value):
            yield from _sources(kind, item)
