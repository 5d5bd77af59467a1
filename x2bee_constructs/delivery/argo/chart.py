"""Argo CD's own chart: what it is told, where the cluster runs it itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.chart_values import requests
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import ARGO_CD
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements

__all__ = ["argo_cd", "argo_cd_pods"]

_PRIORITY = "system-cluster-critical"

_CONTROLLER = requests("250m", "1536Mi")
_REPO_SERVER = requests("100m", "512Mi")
_SERVER = requests("50m", "256Mi")
_SMALL = requests("25m", "128Mi")
_COPY = requests("10m", "64Mi")
"""The chart says nothing, and its comments (256 MiB requested, 512 allowed for the controller) are for no size in
particular. In `make argo`, which brings the 550 objects of acme prd without the charts of others, the controller took
550 MiB at most and the repository server 143 (Linux' VmHWM, 2026-12-01): both have about three times that, for those.
The others are our judgement. The controller remembers every object that it watches; nothing grows with traffic."""


class _Global(ApiStruct):
    node_selector: dict[str, str]
    priority_class_name: str = _PRIORITY


class _Crds(ApiStruct):
    # Without its kinds every Application would be gone.
    keep: bool = True


class _Made(ApiStruct):
    create: bool = False


class _Configs(ApiStruct):
    # Ours, in both ways to run it: `argocd-cm` of the delivery chart.
    cm: _Made = _Made()


class _Metrics(ApiStruct):
    enabled: bool


class _Resources(ApiStruct):
    resources: ResourceRequirements


class _Part(_Resources):
    replicas: int | None = None
    metrics: _Metrics


class _RepoServer(_Part):
    # Copies the program into the pod before it starts.
    copyutil: _Resources = _Resources(resources=_COPY)


class _Switch(ApiStruct):
    enabled: bool


class _Notifications(_Resources):
    enabled: bool
    cm: _Made = _Made()
    secret: _Made = _Made()


class _Values(ApiStruct):
    """Values of the chart `argo-cd`. Nobody logs in but by the administrator that the chart makes: `dex` is off."""

    everywhere: Annotated[_Global, Field(alias="global")]
    crds: _Crds = _Crds()
    configs: _Configs = _Configs()
    controller: _Part
    repo_server: _RepoServer
    server: _Part
    redis: _Resources
    redis_secret_init: _Resources = _Resources(resources=_COPY)
    application_set: _Resources
    dex: _Switch = _Switch(enabled=False)
    notifications: _Notifications


def argo_cd(props: ArgoDeliveryProps) -> Component:
    """Argo CD as a release of its own chart, in the namespace where it looks for Applications."""
    metrics = _Metrics(enabled=props.monitored)
    values = _Values(
        everywhere=_Global(node_selector=dict(sorted(props.node_selector.items()))),
        controller=_Part(metrics=metrics, resources=_CONTROLLER),
        repo_server=_RepoServer(replicas=props.replicas, metrics=metrics, resources=_REPO_SERVER),
        server=_Part(replicas=props.replicas, metrics=metrics, resources=_SERVER),
        redis=_Resources(resources=_SMALL),
        application_set=_Resources(resources=_SMALL),
        notifications=_Notifications(enabled=props.spec.notifications is not None, resources=_SMALL),
    )
    # Its kinds are larger than what client-side apply can remember.
    release = Release(ARGO_CD, values, "crds", server_side_apply=True)
    return Component("argo-cd", props.argocd_namespace, (release,), (*RBAC, CRD), pod_security=None)


def argo_cd_pods(replicas: int, *, notifications: bool) -> Mapping[str, tuple[int, ResourceRequirements]]:
    """How many pods of each part run all the time, and what each requests; `replicas` as the props have it."""
    told = {"notifications": (1, _SMALL)} if notifications else {}
    return {
        "controller": (1, _CONTROLLER),
        "repo-server": (replicas, _REPO_SERVER),
        "server": (replicas, _SERVER),
        "redis": (1, _SMALL),
        "application-set": (1, _SMALL),
        **told,
    }
