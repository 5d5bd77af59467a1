"""Kubernetes' own types inside a CRD: a pod's affinity is the `Affinity` of `k8s.core_v1` wherever it is met.

A node is taken for such a type by the names of its fields: all of them must be fields of the type (or cut from it, see
`sources.toml`), and nearly all fields of the type must be there, for operators lag behind by a version or two.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from importlib.resources import files
from typing import Any

from .module import Module, Schema, inner, is_node, outside

__all__ = ["K8S", "Shared", "cuts"]

K8S = "x2bee_constructs.imports.k8s"
_TYPES = (
    *("Affinity", "Container", "ContainerPort", "EnvFromSource", "EnvVar", "HostAlias", "Lifecycle"),
    *("PersistentVolumeClaimSpec", "PodDNSConfig", "PodSecurityContext", "PodSpec"),
    *("Probe", "ResourceRequirements", "SecurityContext", "ServicePort", "ServiceSpec"),
    *("Toleration", "TopologySpreadConstraint", "Volume", "VolumeMount"),
)
_HOMES = dict.fromkeys(_TYPES, "core_v1") | {
    "HorizontalPodAutoscalerBehavior": "autoscaling_v2",
    "LabelSelector": "meta_v1",
    "MetricSpec": "autoscaling_v2",
}


class Shared:
    """The types that may be met, by the names of their fields."""

    def __init__(self, fields: Mapping[str, Iterable[str]], cuts: Iterable[str]) -> None:
        self.fields = {name: frozenset(fields[name]) for name in _HOMES if name in fields}
        self.cuts = {
            name: {cut.partition(".")[2] for cut in cuts if cut.startswith(f"{name}.")} for name in self.fields
        }

    @classmethod
    def of(cls, modules: Mapping[str, Module], cuts: Iterable[str]) -> Shared:
        """Those of modules just made."""
        return cls({n: s["properties"] for m in modules.values() for n, s in m.classes.items()}, list(cuts))

    @classmethod
    def installed(cls) -> Shared:
        """Those of the installed library."""
        plan = tomllib.loads(files("x2bee_constructs.imports").joinpath("sources.toml").read_text(encoding="utf-8"))
        fields: dict[str, list[str]] = {}
        for name, home in _HOMES.items():
            model = getattr(importlib.import_module(f"{K8S}.{home}"), name)
            fields[name] = [field.serialization_alias or key for key, field in model.model_fields.items()]
        return cls(fields, cuts(plan))

    def replace(self, node: Any, without: Collection[str] = ()) -> Any:
        """The schema with a reference wherever one of the types is met; `without` names those not to take."""
        if not is_node(node):
            return node
        if (met := self._met(node)) is not None and met not in without:
            return outside(f"{K8S}.{_HOMES[met]}.{met}")
        out: Schema = dict(node)
        for key in ("items", "additionalProperties"):
            if key in out:
                out[key] = self.replace(out[key], without)
        if properties := inner(node, "properties"):
            out["properties"] = {name: self.replace(child, without) for name, child in properties.items()}
        return out

    def _met(self, node: Schema) -> str | None:
        names = set(inner(node, "properties"))
        for name, fields in self.fields.items():
            if names and names <= fields | self.cuts[name] and len(names & fields) >= 0.9 * len(fields):
                return name
        return None


def cuts(plan: Mapping[str, Any]) -> list[str]:
    """The fields that `sources.toml` cuts from Kubernetes' types, as `Volume.rbd`."""
    return [field for cut in plan["kubernetes"]["cuts"] for field in cut["fields"]]
