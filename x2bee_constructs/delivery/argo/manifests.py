"""The objects with which Argo CD brings a site's charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.core.argo import (
    PART_OF,
    Project,
    destination,
    destination_of_project,
    ignored_differences,
    release_objects,
    staged_meta,
)
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.delivery.argo import names
from x2bee_constructs.delivery.argo.chart import argo_cd
from x2bee_constructs.delivery.argo.defaults import default_settings
from x2bee_constructs.delivery.argo.delivered import Delivered, DeliveredChart
from x2bee_constructs.delivery.argo.health import HEALTH
from x2bee_constructs.delivery.argo.notifications import notification_settings
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps, Branches, Folders
from x2bee_constructs.delivery.argo.secrets import secret_objects
from x2bee_constructs.imports.argo_cd import v1alpha1 as argo
from x2bee_constructs.imports.k8s.core_v1 import ConfigMap
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["FOLDER", "delivery_objects", "folder", "revision"]

FOLDER = "delivery"
"""The chart, and so the folder, with the objects of this module: what the root Application brings."""

_OF_ARGO_CD = {"app.kubernetes.io/part-of": "argocd"}
_FINALIZER = "resources-finalizer.argocd.argoproj.io"


def folder(site: Site, props: ArgoDeliveryProps) -> str:
    """The folder of the repository with a site's charts: `deploy/acme/prd`, or `deploy/acme` on its own branch."""
    spec = props.spec
    home = f"{spec.path}/{site.customer}"
    return f"{home}/{site.environment}" if isinstance(spec.environments, Folders) else home


def revision(site: Site, props: ArgoDeliveryProps) -> str:
    """The branch with a site's charts."""
    chosen = props.spec.environments
    return f"{chosen.prefix}{site.environment}" if isinstance(chosen, Branches) else chosen.revision


def delivery_objects(site: Site, props: ArgoDeliveryProps, charts: Sequence[DeliveredChart]) -> dict[str, KubeObject]:
    """The AppProject, the root Application, one Application for each chart, Argo CD's settings and logins; by id.

    Where the cluster runs Argo CD itself, also that as a release. Raises `ValueError` if two charts have one name.
    """
    twice = sorted({one.name for one in charts if sum(one.name == other.name for other in charts) > 1})
    if twice:
        raise ValueError(
            f"two charts are called '{twice[0]}'; each is a folder and an Application: give one another name"
        )
    project = Project(names.project(site), f"Everything of {site.prefix}", props.argocd_namespace, props.argocd_cluster)
    made: dict[str, KubeObject] = {"root": _root(site, props, project)}
    made |= {f"application-{one.name}": _application(site, props, project, one) for one in charts}
    made |= _settings(props, charts)
    made |= secret_objects(site, props)
    if props.spec.argo_cd.kind == "self-managed":
        made |= _itself(props)
    return {"project": _project(props, project, charts, list(made.values())), **made}


def _itself(props: ArgoDeliveryProps) -> dict[str, KubeObject]:
    """Argo CD as its own release: by a project of its own, since that of the site need not make kinds and roles."""
    project = Project("x2bee-argo-cd", "Argo CD itself", props.argocd_namespace, props.argocd_cluster)
    found = release_objects(project, [argo_cd(props)])
    return {f"argo-cd-{name}" if name == "project" else name: one for name, one in found.items()}


def _project(
    props: ArgoDeliveryProps, project: Project, charts: Sequence[DeliveredChart], own: Sequence[KubeObject]
) -> argo.AppProject:
    """It allows what is emitted: these kinds, in these namespaces, from this repository."""
    objects = sorted({*(one for chart in charts for one in chart.objects), *(_delivered(one) for one in own)})
    objects.append(Delivered("argoproj.io", "AppProject", props.argocd_namespace, project.name))
    homes = sorted({one.namespace for one in objects if one.namespace})
    return argo.AppProject(
        # Without its project no Application is synced, and none could be deleted.
        metadata=staged_meta(project.name, "project", project.argocd_namespace, "Delete=false,Prune=false"),
        spec=argo.AppProjectSpec(
            description=project.description,
            source_repos=[props.spec.repository.url],
            destinations=[destination_of_project(project, home) for home in homes],
            cluster_resource_whitelist=_of_the_cluster(objects),
            namespace_resource_whitelist=[
                argo.AppProjectNamespaceResource(group=group, kind=kind)
                for group, kind in sorted({(one.group, one.kind) for one in objects if one.namespace})
            ],
        ),
    )


def _of_the_cluster(objects: Sequence[Delivered]) -> list[argo.AppProjectClusterResource]:
    """Namespaces by name: whoever may make any could take one that another project has."""
    allowed = sorted({(o.group, o.kind, o.name if o.kind == "Namespace" else "") for o in objects if not o.namespace})
    return [argo.AppProjectClusterResource(group=g, kind=kind, name=name or None) for g, kind, name in allowed]


def _delivered(one: KubeObject) -> Delivered:
    group = one.api_version.rpartition("/")[0]
    return Delivered(group, one.kind, one.metadata.namespace or "", one.metadata.name or "")


def _root(site: Site, props: ArgoDeliveryProps, project: Project) -> argo.Application:
    """The one Application that a person applies; it brings the others, and keeps itself."""
    # It must never take the others along: no finalizer.
    meta = staged_meta(names.project(site), "project", project.argocd_namespace, "Delete=false,Prune=false")
    return argo.Application(
        metadata=meta,
        spec=_spec(project, _source(site, props, FOLDER), props, ()),
    )


def _application(site: Site, props: ArgoDeliveryProps, project: Project, chart: DeliveredChart) -> argo.Application:
    return argo.Application(
        metadata=ObjectMeta(
            name=names.application(site, chart.name),
            namespace=project.argocd_namespace,
            labels=dict(PART_OF),
            annotations={"argocd.argoproj.io/sync-wave": str(chart.wave)},
            finalizers=[_FINALIZER] if chart.removable else None,
        ),
        spec=_spec(project, _source(site, props, chart.name), props, ignored_differences(chart.ignored)),
    )


def _source(site: Site, props: ArgoDeliveryProps, chart: str) -> argo.ApplicationSource:
    return argo.ApplicationSource(
        repo_url=props.spec.repository.url,
        target_revision=revision(site, props),
        path=f"{folder(site, props)}/{chart}",
    )


def _spec(
    project: Project,
    source: argo.ApplicationSource,
    props: ArgoDeliveryProps,
    ignored: Sequence[argo.ApplicationIgnoreDifference],
) -> argo.ApplicationSpec:
    automated = argo.ApplicationAutomated(prune=True, self_heal=True) if props.spec.sync == "automated" else None
    options = [
        # Namespaces are objects of ours, with quotas and labels; none appears by a misspelling.
        "CreateNamespace=false",
        # An object in two charts would be written back and forth.
        "FailOnSharedResource=true",
        # What goes, goes when the new is well.
        "PruneLast=true",
        "ServerSideApply=true",
    ]
    if ignored:
        options.append("RespectIgnoreDifferences=true")
    return argo.ApplicationSpec(
        project=project.name,
        source=source,
        destination=destination(project, props.argocd_namespace),
        ignore_differences=list(ignored) or None,
        sync_policy=argo.ApplicationSyncPolicy(automated=automated, sync_options=sorted(options), retry=_RETRY),
        revision_history_limit=3,
    )


_RETRY = argo.ApplicationRetry(
    # For ever: what a wave waits for (a secret that people put in, a node) may take days. Always the newest commit.
    limit=-1,
    refresh=True,
    backoff=argo.ApplicationBackoff(duration="10s", factor=2, max_duration="3m"),
)


def _settings(props: ArgoDeliveryProps, charts: Sequence[DeliveredChart]) -> dict[str, KubeObject]:
    brought = {(one.group, one.kind) for chart in charts for one in chart.objects}
    used = {*brought, ("argoproj.io", "Application")}
    health = {
        f"resource.customizations.health.{group}_{kind}": lua
        for (group, kind), lua in sorted(HEALTH.items())
        if (group, kind) in used
    }
    # Labels are cut at 63 characters and shared with other tools; the annotation is Argo CD's alone.
    made: dict[str, KubeObject] = {
        "settings": _config(
            props,
            names.SETTINGS,
            {"application.resourceTrackingMethod": "annotation", **default_settings(brought), **health},
        )
    }
    if props.spec.notifications:
        data = notification_settings(props.spec.notifications)
        made["notifications"] = _config(props, f"{names.NOTIFICATIONS}-cm", data)
    return made


def _config(props: ArgoDeliveryProps, name: str, data: Mapping[str, str]) -> ConfigMap:
    wave = {"argocd.argoproj.io/sync-wave": str(WAVES["project"]), "argocd.argoproj.io/sync-options": "Prune=false"}
    return ConfigMap(
        metadata=ObjectMeta(name=name, namespace=props.argocd_namespace, labels=_OF_ARGO_CD, annotations=wave),
        data=dict(data),
    )
