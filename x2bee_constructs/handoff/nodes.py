"""Labels of nodes: which pods demand, and which the YAML's own node pools give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.fields import Found
from x2bee_constructs.handoff.model import Provided
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import at, mappings, reading
from x2bee_constructs.handoff.provided import NODE_LABEL

__all__ = ["demanded", "given"]

_BY_OTHERS = re.compile(r"(?:[\w-]+\.)*(?:kubernetes\.io|k8s\.io|karpenter\.sh|k8s\.aws|amazonaws\.com)/.*")
"""Labels that Kubernetes, EKS or Karpenter put on every node by themselves."""


def demanded(one: KubernetesObject) -> Iterator[Found]:
    """The labels without which pods wait: `nodeSelector`, and node affinity that is required."""
    for place, mapping in mappings(one.data):
        if place[-1:] == ("nodeSelector",):
            for key, value in mapping.items():
                if isinstance(value, str) and not _BY_OTHERS.fullmatch(key):
                    yield (*place, key), reading(one, (*place, key), f"{key}={value}", NODE_LABEL)
        for index, term in enumerate(as_list(mapping.get("nodeSelectorTerms"))):
            yield from _expressions(one, (*place, "nodeSelectorTerms", index, "matchExpressions"), term)


def _expressions(one: KubernetesObject, place: Place, term: object) -> Iterator[Found]:
    for index, found in enumerate(as_list(at(term, "matchExpressions"))):
        wanted = as_mapping(found) or {}
        key, values = str(wanted.get("key", "")), [f"{wanted.get('key')}={v}" for v in as_list(wanted.get("values"))]
        if _BY_OTHERS.fullmatch(key):
            continue
        if wanted.get("operator") == "In" and values:
            yield (*place, index), reading(one, (*place, index), values[0], NODE_LABEL, others=tuple(values[1:]))
        elif wanted.get("operator") == "Exists":
            yield (*place, index), reading(one, (*place, index), f"{key}=", NODE_LABEL, prefix=True)


def given(one: KubernetesObject) -> Iterator[Provided]:
    """The labels of the nodes that a Karpenter or Auto Mode node pool makes."""
    if one.group != "karpenter.sh" or one.kind != "NodePool":
        return
    labels = as_mapping(at(one.spec, "template", "metadata", "labels")) or {}
    for key, value in labels.items():
        yield _label(one, ("spec", "template", "metadata", "labels", key), f"{key}={value}")
    for index, found in enumerate(as_list(at(one.spec, "template", "spec", "requirements"))):
        if at(found, "operator") == "In":
            for value in as_list(at(found, "values")):
                place = ("spec", "template", "spec", "requirements", index)
                yield _label(one, place, f"{at(found, 'key')}={value}")


def _label(one: KubernetesObject, place: Place, name: str) -> Provided:
    return Provided(NODE_LABEL, name, one.title, where=one.span(place, name.partition("=")[2]))
