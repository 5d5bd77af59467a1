"""Releases as Argo CD objects: a project that allows what they need and no more, and an Application for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES, ClusterKind, Component, Ignored, Release, Stage
from x2bee_constructs.imports.argo_cd import v1alpha1 as argo
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = [
    "IN_CLUSTER",
    "PART_OF",
    "Project",
    "destination",
    "destination_of_project",
    "ignored_differences",
    "release_objects",
    "staged_meta",
]

PART_OF: Mapping[str, str] = {"app.kubernetes.io/part-of": "x2bee"}
"""The label by which an Application or AppProject is known as one of ours."""

IN_CLUSTER = "https://kubernetes.default.svc"
"""The cluster that Argo CD itself runs in."""

_PROJECT_ID = "project"


@dataclass(frozen=True)
class Project:
    """The AppProject of one room's releases."""

    name: str
    description: str
    """What the releases are for, in one line for people."""
    argocd_namespace: str = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    cluster: str | None = None
    """The name under which Argo CD knows the cluster; the one that it runs in, by address, if not given. EKS' own Argo
    CD runs in none."""


def destination(project: Project, namespace: str) -> argo.ApplicationDestination:
    """Where an Application of the project puts what names no namespace."""
    if project.cluster:
        return argo.ApplicationDestination(name=project.cluster, namespace=namespace)
    return argo.ApplicationDestination(server=IN_CLUSTER, namespace=namespace)


def destination_of_project(project: Project, namespace: str) -> argo.AppProjectDestination:
    """A namespace in which Applications of the project may make objects."""
    if project.cluster:
        return argo.AppProjectDestination(name=project.cluster, namespace=namespace)
    return argo.AppProjectDestination(server=IN_CLUSTER, namespace=namespace)


def release_objects(project: Project, components: Sequence[Component]) -> dict[str, KubeObject]:
    """The AppProject and one Application for each release, by id: `project`, then the releases' names.

    Raises `ValueError` if two releases have one name, or two components want different things of one namespace.
    """
    _one_will(components)
    made: dict[str, KubeObject] = {_PROJECT_ID: _project(project, components)}
    for component in components:
        for release in component.releases:
            if release.name in made:
                raise ValueError(f"another release or the project has the id '{release.name}' already; say own_name")
            made[release.name] = _application(project, component, release)
    return made


def staged_meta(name: str, stage: Stage, namespace: str | None = None, sync_options: str = "") -> ObjectMeta:
    """The metadata of an object that Argo CD applies at a stage; `sync_options` are its own, separated by commas."""
    annotations = {"argocd.argoproj.io/sync-options": sync_options} if sync_options else {}
    annotations["argocd.argoproj.io/sync-wave"] = str(WAVES[stage])
    return ObjectMeta(name=name, namespace=namespace, labels=dict(PART_OF), annotations=annotations)


def _one_will(components: Sequence[Component]) -> None:
    """Each Application of a namespace sets its labels: two that differ would undo each other for ever."""
    labels: dict[str, tuple[str, dict[str, str]]] = {}
    for component in components:
        if component.pod_security:
            wanted = _namespace_labels(component)
            first, said = labels.setdefault(component.namespace, (component.name, wanted))
            if said != wanted:
                raise ValueError(
                    f"'{first}' and '{component.name}' want different labels for their namespace "
                    f"'{component.namespace}'; give both the same pod_security and namespace_labels"
                )


def _project(project: Project, components: Sequence[Component]) -> argo.AppProject:
    homes = sorted({place for component in components for place in (component.namespace, *component.reaches)})
    repositories = sorted({_repository(release) for component in components for release in component.releases})
    kinds: set[ClusterKind] = {kind for component in components for kind in component.cluster_kinds}
    allowed = [argo.AppProjectClusterResource(group=group, kind=kind) for group, kind in sorted(kinds)]
    own = sorted({component.namespace for component in components if component.pod_security})
    allowed += [argo.AppProjectClusterResource(group="", kind="Namespace", name=name) for name in own]
    return argo.AppProject(
        # Without its project no Application is synced, and none could be deleted.
        metadata=staged_meta(project.name, "project", project.argocd_namespace, "Delete=false,Prune=false"),
        spec=argo.AppProjectSpec(
            description=project.description,
            source_repos=repositories,
            destinations=[destination_of_project(project, home) for home in homes],
            cluster_resource_whitelist=allowed,
        ),
    )


def _application(project: Project, component: Component, release: Release) -> argo.Application:
    # No finalizer: an Application that goes would take the CRDs along, and with them every secret and target.
    return argo.Application(
        metadata=staged_meta(release.name, release.stage, project.argocd_namespace),
        spec=argo.ApplicationSpec(
            project=project.name,
            source=_source(release),
            destination=destination(project, component.namespace),
            sync_policy=_sync_policy(component, release),
            ignore_differences=ignored_differences(release.ignored) or None,
            revision_history_limit=3,
        ),
    )


def _repository(release: Release) -> str:
    """Argo CD takes an OCI repository of Helm charts without its scheme."""
    return release.pin.repository.removeprefix("oci://")


def _source(release: Release) -> argo.ApplicationSource:
    return argo.ApplicationSource(
        repo_url=_repository(release),
        chart=release.pin.chart,
        target_revision=release.pin.version,
        helm=argo.ApplicationHelm(
            release_name=release.name, skip_crds=release.skip_crds or None, values_object=release.values.to_wire()
        ),
    )


def _sync_policy(component: Component, release: Release) -> argo.ApplicationSyncPolicy:
    options = {
        "CreateNamespace=true": component.pod_security is not None,
        "RespectIgnoreDifferences=true": bool(release.ignored),
        "ServerSideApply=true": release.server_side_apply,
    }
    return argo.ApplicationSyncPolicy(
        automated=argo.ApplicationAutomated(prune=True, self_heal=True),
        sync_options=[option for option, wanted in options.items() if wanted] or None,
        managed_namespace_metadata=_namespace(component),
        # Webhooks answer some seconds after their pods: five tries over five minutes.
        retry=argo.ApplicationRetry(
            limit=5, backoff=argo.ApplicationBackoff(duration="10s", factor=2, max_duration="3m")
        ),
    )


def _namespace(component: Component) -> argo.ApplicationManagedNamespaceMetadata | None:
    if not component.pod_security:
        return None
    return argo.ApplicationManagedNamespaceMetadata(labels=_namespace_labels(component))


def _namespace_labels(component: Component) -> dict[str, str]:
    labels = {**PART_OF, **dict(sorted(component.namespace_labels.items()))}
    for mode in ("audit", "enforce", "warn"):
        labels[f"pod-security.kubernetes.io/{mode}"] = str(component.pod_security)
        labels[f"pod-security.kubernetes.io/{mode}-version"] = "latest"
    return labels


def ignored_differences(ignored: Iterable[Ignored]) -> list[argo.ApplicationIgnoreDifference]:
    """As an Application says what is ignored."""
    return [
        argo.ApplicationIgnoreDifference(
            group=found.group or None, kind=found.kind, name=found.name, jq_path_expressions=list(found.jq)
        )
        for found in ignored
    ]
