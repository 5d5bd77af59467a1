"""The Kubernetes half of observability as objects."""

from __future__ import annotations

from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.observability.charts import components
from x2bee_constructs.observability.collector.manifests import collector_objects
from x2bee_constructs.observability.finding import monitors, services
from x2bee_constructs.observability.names import NAMESPACE, PROJECT
from x2bee_constructs.observability.policies import policies
from x2bee_constructs.observability.props import ObservabilityStackProps
from x2bee_constructs.observability.secrets import secret_objects

__all__ = ["observability_objects"]


def observability_objects(site: Site, props: ObservabilityStackProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    project = Project(PROJECT, "Metrics, dashboards, calls and traces", props.argocd_namespace, props.argocd_cluster)
    return {
        "namespace": _namespace(),
        **release_objects(project, components(site, props)),
        **secret_objects(site, props.spec, props.secrets_manager),
        **services(),
        **collector_objects(props),
        **policies(props),
        **monitors(props),
    }


def _namespace() -> core_v1.Namespace:
    """Under the standard `restricted`: what must see nodes has a namespace of its own."""
    labels = {"app.kubernetes.io/part-of": "x2bee"}
    for mode in ("audit", "enforce", "warn"):
        labels |= {
            f"pod-security.kubernetes.io/{mode}": "restricted",
            f"pod-security.kubernetes.io/{mode}-version": "latest",
        }
    meta = staged_meta(NAMESPACE, "monitoring", sync_options="Delete=false,Prune=false")
    return core_v1.Namespace(metadata=meta.model_copy(update={"labels": labels}))
