"""Argo CD's own chart: what it is told, where the cluster runs it itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import ARGO_CD
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps

__all__ = ["argo_cd"]

_PRIORITY = "system-cluster-critical"


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


class _Part(ApiStruct):
    replicas: int | None = None
    metrics: _Metrics


class _Switch(ApiStruct):
    enabled: bool


class _Notifications(ApiStruct):
    enabled: bool
    cm: _Made = _Made()
    secret: _Made = _Made()


class _Values(ApiStruct):
    """Values of the chart `argo-cd`. Nobody logs in but by the administrator that the chart makes: `dex` is off."""

    everywhere: Annotated[_Global, Field(alias="global")]
    crds: _Crds = _Crds()
    configs: _Configs = _Configs()
    controller: _Part
    repo_server: _Part
    server: _Part
    dex: _Switch = _Switch(enabled=False)
    notifications: _Notifications


def argo_cd(props: ArgoDeliveryProps) -> Component:
    """Argo CD as a release of its own chart, in the namespace where it looks for Applications."""
    metrics = _Metrics(enabled=props.monitored)
    values = _Values(
        everywhere=_Global(node_selector=dict(sorted(props.node_selector.items()))),
        controller=_Part(metrics=metrics),
        repo_server=_Part(replicas=props.replicas, metrics=metrics),
        server=_Part(replicas=props.replicas, metrics=metrics),
        notifications=_Notifications(enabled=props.spec.notifications is not None),
    )
    # Its kinds are larger than what client-side apply can remember.
    release = Release(ARGO_CD, values, "crds", server_side_apply=True)
    return Component("argo-cd", props.argocd_namespace, (release,), (*RBAC, CRD), pod_security=None)
