"""WhaTap's operator as a Helm release: what is installed, where, with which values."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.apm.names import WHATAP_NAMESPACE, WHATAP_OPERATOR
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import WHATAP_OPERATOR as CHART

__all__ = ["OPERATOR_CPU", "OPERATOR_MEMORY_MIB", "whatap_components"]

OPERATOR_CPU = 300
OPERATOR_MEMORY_MIB = 256
"""What the operator's pod requests, in millicores and MiB: written in the chart's template, and no value of it."""


class _OperatorImage(ApiStruct):
    """The operator's image."""

    tag: str
    pull_policy: Literal["IfNotPresent"] = "IfNotPresent"


class _Credentials(ApiStruct):
    """Whether the chart makes the Secret itself."""

    create: bool


class _OperatorValues(ApiStruct):
    """Chart `whatap-operator`."""

    image: _OperatorImage
    credentials: _Credentials
    priority_class_name: str
    node_selector: dict[str, str]


def whatap_components(node_selector: dict[str, str]) -> tuple[Component, ...]:
    """The operator, in a namespace that our own YAML makes, because its Secret has to be there first.

    Applied server-side: its CRD alone is over 256 KiB.
    """
    values = _OperatorValues(
        image=_OperatorImage(tag=CHART.app_version),
        # External Secrets does: a licence in values would stand in git.
        credentials=_Credentials(create=False),
        priority_class_name="system-cluster-critical",
        node_selector=dict(sorted(node_selector.items())),
    )
    release = Release(CHART, values, "monitoring", server_side_apply=True)
    return (Component(WHATAP_OPERATOR, WHATAP_NAMESPACE, (release,), (*RBAC, CRD), pod_security=None),)
