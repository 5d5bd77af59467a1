"""Who pods are: the ServiceAccounts that the YAML makes, and those whose pods need AWS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.charts import CALLS_AWS, Chart
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.model import Reading
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import at, reading
from x2bee_constructs.handoff.provided import IDENTITY

__all__ = ["needed", "service_accounts"]

_AGENT = {"169.254.170.23/32", "fd00:ec2::23/128"}
"""The EKS Pod Identity agent, as a NetworkPolicy names it."""

_ACCOUNT_WAYS = ("serviceAccount.name", "rbac.serviceAccount.name")
"""Where the values of charts that call AWS name the ServiceAccount of their controller."""

_TEMPLATES: Mapping[str, Place] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "ScaledJob": ("spec", "jobTargetRef", "template"),
    "StatefulSet": ("spec", "template"),
}


def service_accounts(objects: Iterable[KubernetesObject], charts: Iterable[Chart]) -> Iterator[Reading]:
    """Every ServiceAccount that is made, by an object or by a chart whose values name it."""
    for one in objects:
        # CloudNativePG's operator makes one for each of its clusters, named as the cluster.
        if one.kind == "ServiceAccount" or _is_postgres(one):
            yield reading(one, ("metadata", "name"), f"{one.namespace}/{one.name}", IDENTITY)
    for chart in charts:
        for name, place in chart.service_accounts():
            yield reading(chart.application, place, f"{chart.namespace}/{name}", IDENTITY)


def needed(objects: Sequence[KubernetesObject], charts: Iterable[Chart]) -> Iterator[Reading]:
    """Every identity that pods need.

    They do if a NetworkPolicy lets them reach the Pod Identity agent, if their chart is known to call AWS, or if they
    are a database that is backed up.
    """
    policies = [one for one in objects if one.kind == "NetworkPolicy" and _reaches_agent(one)]
    for one in objects if policies else ():
        if one.kind in _TEMPLATES and any(_selects(policy, one) for policy in policies):
            place = (*_TEMPLATES[one.kind], "spec", "serviceAccountName")
            account = str(at(one.data, *place) or "default")
            yield reading(one, place, f"{one.namespace}/{account}", IDENTITY)
    for one in objects:
        if _is_postgres(one) and as_list(one.spec.get("plugins")):  # backups, to a bucket
            yield reading(one, ("metadata", "name"), f"{one.namespace}/{one.name}", IDENTITY)
    for chart in charts:
        for way in _ACCOUNT_WAYS if chart.name in CALLS_AWS else ():
            name, place = chart.values.get(way, ("", ()))
            if not name:
                continue
            yield reading(chart.application, place, f"{chart.namespace}/{name}", IDENTITY)


def _is_postgres(one: KubernetesObject) -> bool:
    return one.kind == "Cluster" and str(one.data.get("apiVersion", "")).startswith("postgresql.cnpg.io/")


def _reaches_agent(policy: KubernetesObject) -> bool:
    rules = as_list(policy.spec.get("egress"))
    return any(str(at(peer, "ipBlock", "cidr")) in _AGENT for rule in rules for peer in as_list(at(rule, "to")))


def _selects(policy: KubernetesObject, one: KubernetesObject) -> bool:
    if policy.namespace != one.namespace:
        return False
    labels = as_mapping(at(one.data, *_TEMPLATES[one.kind], "metadata", "labels")) or {}
    selector: Any = policy.spec.get("podSelector")
    if as_list(at(selector, "matchExpressions")):
        return False
    return (as_mapping(at(selector, "matchLabels")) or {}).items() <= labels.items()
