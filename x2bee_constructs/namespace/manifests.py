"""A namespace as Kubernetes objects."""

from __future__ import annotations

from x2bee_constructs.core.names import dns_label
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import core_v1, meta_v1
from x2bee_constructs.namespace.props import AppNamespaceProps

__all__ = ["namespace_objects"]


def namespace_objects(name: str, props: AppNamespaceProps) -> dict[str, KubeObject]:
    """The Namespace with its Pod Security labels."""
    security = {f"pod-security.kubernetes.io/{mode}": props.pod_security for mode in ("audit", "enforce", "warn")}
    labels = {**props.labels, "app.kubernetes.io/part-of": "x2bee", **security}
    metadata = meta_v1.ObjectMeta(
        name=dns_label(name, what="a namespace"),
        labels=dict(sorted(labels.items())),
        # Pruning it would delete every service in it; a namespace goes by hand.
        annotations={"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"},
    )
    return {"namespace": core_v1.Namespace(metadata=metadata)}
