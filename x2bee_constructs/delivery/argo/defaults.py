"""What upstream's own `argocd-cm` says of kinds that change all the time, since ours stands in its place.

Looked up on 2026-12-01 in argoproj/argo-helm at argo-cd-10.1.1, charts/argo-cd/values.yaml, `configs.cm`; `make charts`
compares. Without it Argo CD watches every Lease and EndpointSlice of the cluster, and looks at an Application again
whenever the status of one of its objects changes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

__all__ = ["EXCLUDED", "Excluded", "default_settings", "excluded", "exclusions"]


class Excluded(NamedTuple):
    """Kinds that Argo CD neither watches nor applies, in each of the groups."""

    groups: tuple[str, ...]
    kinds: tuple[str, ...]


_ACCESS_REVIEWS = (
    "SelfSubjectReview",
    "TokenReview",
    "LocalSubjectAccessReview",
    "SelfSubjectAccessReview",
    "SelfSubjectRulesReview",
    "SubjectAccessReview",
)
_KYVERNO = (
    "PolicyReport",
    "ClusterPolicyReport",
    "EphemeralReport",
    "ClusterEphemeralReport",
    "AdmissionReport",
    "ClusterAdmissionReport",
    "BackgroundScanReport",
    "ClusterBackgroundScanReport",
    "UpdateRequest",
)

EXCLUDED = (
    Excluded(("", "discovery.k8s.io"), ("Endpoints", "EndpointSlice")),
    Excluded(("coordination.k8s.io",), ("Lease",)),
    Excluded(("authentication.k8s.io", "authorization.k8s.io"), _ACCESS_REVIEWS),
    Excluded(("certificates.k8s.io",), ("CertificateSigningRequest",)),
    Excluded(("cert-manager.io",), ("CertificateRequest",)),
    Excluded(("cilium.io",), ("CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice")),
    Excluded(("kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"), _KYVERNO),
)
"""What controllers make by the thousand, and nobody writes into Git."""


def _annotations(*names: str) -> dict[str, list[str]]:
    return {"jqPathExpressions": [f'.metadata.annotations."{name}"' for name in names]}


_NOTIFIED = "notified.notifications.argoproj.io"
_SCALED = "autoscaling.alpha.kubernetes.io"

_OF_NO_ACCOUNT: Mapping[str, Mapping[str, list[str]]] = {
    # A status that changes how well the object is counts all the same.
    "all": {"jsonPointers": ["/status"]},
    "argoproj.io_Application": {
        "jqPathExpressions": [
            *_annotations(_NOTIFIED, "argocd.argoproj.io/refresh", "argocd.argoproj.io/hydrate")["jqPathExpressions"],
            ".operation",
        ]
    },
    "argoproj.io_Rollout": _annotations(_NOTIFIED),
    "autoscaling_HorizontalPodAutoscaler": _annotations(
        *(f"{_SCALED}/{name}" for name in ("behavior", "conditions", "metrics", "current-metrics"))
    ),
    "ConfigMap": _annotations(
        "cluster-autoscaler.kubernetes.io/last-updated", "control-plane.alpha.kubernetes.io/leader"
    ),
    "apps_ReplicaSet": _annotations(
        "deployment.kubernetes.io/desired-replicas",
        "deployment.kubernetes.io/max-replicas",
        "rollout.argoproj.io/desired-replicas",
    ),
    "discovery.k8s.io_EndpointSlice": {"jsonPointers": ["/metadata", "/endpoints", "/ports"]},
    "Endpoints": {"jsonPointers": ["/metadata", "/subsets"]},
}
"""By kind, fields whose change is no reason to look at an Application again."""


def excluded(group: str, kind: str) -> bool:
    """Whether Argo CD leaves alone what is of this kind."""
    return any(group in one.groups and kind in one.kinds for one in EXCLUDED)


def exclusions(brought: Collection[tuple[str, str]]) -> Iterator[dict[str, list[str]]]:
    """What `resource.exclusions` says, without kinds (group, kind) that a chart brings: they would not be applied."""
    for one in EXCLUDED:
        kinds = [kind for kind in one.kinds if not any((group, kind) in brought for group in one.groups)]
        if kinds:
            yield {"apiGroups": list(one.groups), "kinds": kinds}


def default_settings(brought: Collection[tuple[str, str]]) -> dict[str, str]:
    """The part of `argocd-cm` that is upstream's; `brought` as `exclusions` takes it."""
    unwatched = {
        f"resource.customizations.ignoreResourceUpdates.{kind}": json.dumps(said)
        for kind, said in _OF_NO_ACCOUNT.items()
    }
    return {"resource.exclusions": json.dumps(list(exclusions(brought))), **dict(sorted(unwatched.items()))}
