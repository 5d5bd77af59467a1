"""Fields that name something in AWS by what they are, whatever the name looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.charts import CHART_READS, TAG_READS, ZONE_READS, Chart
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.grammar import HOST, KEY_ALIAS, PARAMETER, SECRET
from x2bee_constructs.handoff.model import Reading
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import at, reading
from x2bee_constructs.handoff.secret_stores import Stores, asked, in_store

__all__ = ["Found", "fields", "in_charts"]

Found = tuple[Place, Reading]
"""A place, and what is read there."""

_NODE_CLASSES = {"EC2NodeClass", "NodeClass"}
_TERMS = {"subnetSelectorTerms": "subnet tag", "securityGroupSelectorTerms": "security group tag"}


def fields(one: KubernetesObject, known: Stores) -> Iterator[Found]:
    """What the object's own fields read."""
    if one.group == "external-secrets.io" and one.kind in {"ExternalSecret", "ClusterExternalSecret"}:
        top: Place = ("spec",) if one.kind == "ExternalSecret" else ("spec", "externalSecretSpec")
        yield from asked(one, top)
        yield from _secrets(one, top, known)
    elif one.kind == "StorageClass":
        yield from _key(one)
    elif one.kind == "TargetGroupBinding":
        yield from _said(one, ("spec", "targetGroupName"), "target group")
    elif one.kind in _NODE_CLASSES:
        yield from _said(one, ("spec", "role"), "role")
        yield from _said(one, ("spec", "instanceProfile"), "instance profile")
        yield from _tags(one)
    yield from in_store(one)


def in_charts(chart: Chart) -> Iterator[Found]:
    """What the values of a known chart read."""
    for way, kind in CHART_READS.get(chart.name, {}).items():
        text, place = chart.values.get(way, ("", ()))
        if text:
            yield place, reading(chart.application, place, text, kind)
    for way, kind in TAG_READS.get(chart.name, {}).items():
        for key, (text, place) in chart.values.items():
            if key.startswith(f"{way}."):
                yield place, reading(chart.application, place, f"{key.removeprefix(f'{way}.')}={text}", kind)
    yield from _zones(chart)


def _zones(chart: Chart) -> Iterator[Found]:
    """The zones that a chart writes records in: each private one has to be in the templates; of public ones alone, one.

    The others may be somebody else's.
    """
    way = ZONE_READS.get(chart.name)
    found = {text: place for key, (text, place) in chart.values.items() if way and key.startswith(f"{way}.")}
    private = [name for name in found if name.endswith(".internal")]
    for name in private:
        yield found[name], reading(chart.application, found[name], name, HOST)
    if found and not private:
        first, *others = found
        yield found[first], reading(chart.application, found[first], first, HOST, others=tuple(others))


def _key(one: KubernetesObject) -> Iterator[Found]:
    """The key of volumes, where it is an alias; those below `alias/aws/` are AWS' own."""
    place = ("parameters", "kmsKeyId")
    name = str(at(one.data, *place) or "")
    if name.startswith("alias/") and not name.startswith("alias/aws/"):
        yield place, reading(one, place, name, KEY_ALIAS)


def _said(one: KubernetesObject, place: Place, kind: str) -> Iterator[Found]:
    if name := at(one.data, *place):
        yield place, reading(one, place, str(name), kind)


def _secrets(one: KubernetesObject, top: Place, known: Stores) -> Iterator[Found]:
    spec = as_mapping(at(one.data, *top)) or {}
    for index, item in enumerate(as_list(spec.get("data"))):
        yield from _remote(one, (*top, "data", index, "remoteRef", "key"), _kinds(one, spec, item, known))
    for index, item in enumerate(as_list(spec.get("dataFrom"))):
        kinds, place = _kinds(one, spec, item, known), (*top, "dataFrom", index)
        yield from _remote(one, (*place, "extract", "key"), kinds)
        yield from _remote(one, (*place, "find", "path"), kinds, prefix=True)


def _remote(
    one: KubernetesObject, place: Place, kinds: tuple[str, ...] | None, *, prefix: bool = False
) -> Iterator[Found]:
    if kinds and (name := at(one.data, *place)):
        yield place, reading(one, place, str(name), *kinds, prefix=prefix)


def _kinds(one: KubernetesObject, spec: Mapping[str, Any], item: Any, known: Stores) -> tuple[str, ...]:
    """What the entry's store holds: its own store, else that of the whole; either kind if nobody knows the store."""
    ref = at(item, "sourceRef", "storeRef") or spec.get("secretStoreRef")
    home = "" if at(ref, "kind") == "ClusterSecretStore" else one.namespace
    return known.get(f"{home}/{at(ref, 'name')}", (SECRET, PARAMETER))


def _tags(one: KubernetesObject) -> Iterator[Found]:
    for terms, kind in _TERMS.items():
        for index, item in enumerate(as_list(one.spec.get(terms))):
            for key, value in (as_mapping(at(item, "tags")) or {}).items():
                place = ("spec", terms, index, "tags", key)
                name = f"{key}=" if value == "*" else f"{key}={value}"
                yield place, reading(one, place, name, kind, prefix=value == "*")
