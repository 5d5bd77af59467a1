"""What Kubernetes does when a field of an object changes: which fields are immutable, which restart pods.

Sources: the validation of kubernetes v1.36 (`pkg/apis/*/validation`, the `Validate…Update` of each kind), and for
kinds of others their own admission or controllers, as said beside each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from x2bee_constructs.difference.model import Effect

__all__ = ["HOOK", "LOST_WITH", "RULES", "WORKLOADS", "Rule", "rule_for"]

Kind = tuple[str, str]
"""Group without version, and kind."""

HOOK = "argocd.argoproj.io/hook"
"""The annotation of what Argo CD deletes and makes again at every sync, or so it is meant here."""


class Rule(NamedTuple):
    """What changing a field does; `field` is the way to it without places in lists, and all below it counts."""

    field: tuple[str, ...]
    effect: Effect
    why: str


def _fixed(*names: str) -> tuple[Rule, ...]:
    """Fields that the API server refuses to change."""
    return tuple(
        Rule(tuple(name.split(".")), Effect.recreate, f"{name} is immutable: it is deleted and made again")
        for name in names
    )


def _restart(name: str, why: str) -> Rule:
    return Rule(tuple(name.split(".")), Effect.restart, why)


_PODS = _restart("spec.template", "the pods' template: they are replaced one after another")
_APPS = "apps"

WORKLOADS: frozenset[Kind] = frozenset((_APPS, kind) for kind in ("DaemonSet", "Deployment", "StatefulSet"))
"""What keeps pods running."""

_NODES = "nodes drift from it: Karpenter replaces them, as far as budgets allow"

RULES: Mapping[Kind, tuple[Rule, ...]] = {
    (_APPS, "Deployment"): (*_fixed("spec.selector"), _PODS),
    (_APPS, "DaemonSet"): (*_fixed("spec.selector"), _PODS),
    (_APPS, "StatefulSet"): (
        *_fixed("spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"),
        _PODS,
    ),
    ("batch", "Job"): _fixed("spec.template", "spec.selector", "spec.completionMode", "spec.podFailurePolicy"),
    ("", "PersistentVolumeClaim"): (
        Rule(("spec", "resources"), Effect.none, "the volume grows while it is used; it cannot shrink"),
        Rule(("spec", "volumeAttributesClassName"), Effect.none, "the volume is modified while it is used"),
        Rule(("spec",), Effect.loss, "a claim is immutable: another one has another, empty volume"),
    ),
    ("", "PersistentVolume"): _fixed("spec.csi", "spec.nfs", "spec.local", "spec.hostPath"),
    ("", "Service"): _fixed("spec.clusterIP"),
    ("", "Secret"): _fixed("type"),
    ("discovery.k8s.io", "EndpointSlice"): _fixed("addressType"),
    ("networking.k8s.io", "IngressClass"): _fixed("spec.controller"),
    ("node.k8s.io", "RuntimeClass"): _fixed("handler"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): _fixed("roleRef"),
    ("rbac.authorization.k8s.io", "RoleBinding"): _fixed("roleRef"),
    ("scheduling.k8s.io", "PriorityClass"): _fixed("value", "preemptionPolicy"),
    ("storage.k8s.io", "StorageClass"): _fixed("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"),
    # The webhook of the AWS load balancer controller (3.5) refuses both.
    ("elbv2.k8s.aws", "TargetGroupBinding"): _fixed(
        "spec.targetGroupName", "spec.targetGroupARN", "spec.targetType", "spec.ipAddressType"
    ),
    ("karpenter.sh", "NodePool"): (_restart("spec.template", _NODES),),
    ("karpenter.k8s.aws", "EC2NodeClass"): (_restart("spec", _NODES),),
    ("eks.amazonaws.com", "NodeClass"): (_restart("spec", _NODES),),
    ("postgresql.cnpg.io", "Cluster"): (
        _restart("spec.imageName", "instances are updated one after another, the primary last"),
        _restart("spec.imageCatalogRef", "instances are updated one after another, the primary last"),
        _restart("spec.resources", "instances are replaced one after another"),
        _restart("spec.postgresql", "instances restart where a parameter asks for it"),
        _restart("spec.affinity", "instances are replaced one after another"),
        Rule(("spec", "bootstrap"), Effect.none, "read only when the cluster is first made"),
    ),
    ("argoproj.io", "Application"): (
        _restart("spec.source.targetRevision", "another version of the chart: what it runs is updated"),
        _restart("spec.source.chart", "another chart: what it runs is replaced"),
        _restart("spec.source.repoURL", "another source of the chart: what it runs may be updated"),
        _restart("spec.source.helm", "values of the chart: pods whose template they reach are replaced"),
        *_fixed("spec.destination.namespace"),
    ),
}
"""The first rule that fits counts; a field without one has no effect on what runs."""

LOST_WITH: Mapping[Kind, str] = {
    ("", "Namespace"): "everything in it goes, volumes among it",
    ("", "PersistentVolumeClaim"): "its volume goes, unless the volume's reclaim policy keeps it",
    ("", "PersistentVolume"): "what is on it can no longer be claimed",
    ("apiextensions.k8s.io", "CustomResourceDefinition"): "every object of that kind goes",
    ("postgresql.cnpg.io", "Cluster"): "its instances go with their volumes; backups stay",
}
"""Kinds whose removal takes data along."""


def rule_for(kind: Kind, keys: tuple[str, ...]) -> Rule | None:
    """The rule for a field of a kind; None if changing it touches nothing that runs."""
    return next((rule for rule in RULES.get(kind, ()) if keys[: len(rule.field)] == rule.field), None)
