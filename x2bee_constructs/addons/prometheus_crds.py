"""The kinds of Prometheus' operator, without the operator."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import KEPT_CRDS
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, Component, Release
from x2bee_constructs.core.versions import PROMETHEUS_OPERATOR_CRDS

__all__ = ["prometheus_crds"]


class _Crds(ApiStruct):
    annotations: dict[str, str]


class _Values(ApiStruct):
    """Values of the chart `prometheus-operator-crds`."""

    crds: _Crds


def prometheus_crds(site: Site, props: AddOnsProps) -> Component:
    """The add-on, the same for every site: services bring PodMonitors and PrometheusRules.

    Argo CD tries all objects of an Application before it applies one. With a kind that is not there, none is.
    """
    # Several are over 256 KiB.
    release = Release(
        PROMETHEUS_OPERATOR_CRDS, _Values(crds=_Crds(annotations=KEPT_CRDS)), "crds", server_side_apply=True
    )
    return Component(names.PROMETHEUS_CRDS, names.SYSTEM, (release,), (CRD,), pod_security=None)
