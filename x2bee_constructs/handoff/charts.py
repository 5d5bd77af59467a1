"""Helm charts that Argo CD installs: their values, wherever an Application keeps them, and what known charts read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.objects import KubernetesObject, compose
from x2bee_constructs.handoff.places import at, texts

__all__ = ["CALLS_AWS", "CHART_READS", "TAG_READS", "ZONE_READS", "Chart", "charts"]

CHART_READS: Mapping[str, Mapping[str, str]] = {
    "aws-load-balancer-controller": {"clusterName": "cluster"},
    "cluster-autoscaler": {"autoDiscovery.clusterName": "cluster"},
    "karpenter": {"settings.clusterName": "cluster", "settings.interruptionQueue": "queue"},
}
"""Values that are AWS names without following anybody's grammar, by chart: the kind of each."""

TAG_READS: Mapping[str, Mapping[str, str]] = {"aws-load-balancer-controller": {"vpcTags": "vpc tag"}}
"""Values that are tags of something in AWS, by chart."""

ZONE_READS: Mapping[str, str] = {"external-dns": "domainFilters"}
"""Values that are hosted zones, by chart."""

ACCOUNT_NAMES: Mapping[str, str] = {"jaeger": "fullnameOverride"}
"""Values after which a chart names its ServiceAccount without saying so."""

CALLS_AWS = {"aws-load-balancer-controller", "cluster-autoscaler", "external-dns", "external-secrets", "karpenter"}
"""Charts whose pods are useless without an identity: that of the ServiceAccount in `serviceAccount.name`."""


@dataclass(frozen=True)
class Chart:
    """One chart of an Application, with its values."""

    application: KubernetesObject
    name: str
    namespace: str
    """Where it is installed."""
    values: Mapping[str, tuple[str, Place]]
    """Each text of the values by its dotted way, and its place in the Application."""

    def service_accounts(self) -> Iterator[tuple[str, Place]]:
        """The names of the ServiceAccounts that the chart makes, as far as its values say them."""
        left_out = {way.removesuffix(".create") for way, (text, _) in self.values.items() if _says_no(way, text)}
        if own := self.values.get(ACCOUNT_NAMES.get(self.name, "")):
            yield own
        for way, (text, place) in self.values.items():
            parts = way.split(".")
            home = way.removesuffix(".name")
            if parts[-1] == "name" and {"serviceAccount", "serviceAccounts"} & set(parts[:-1]) and home not in left_out:
                yield text, place


def _says_no(way: str, text: str) -> bool:
    return way.endswith(".create") and text == "false"


def charts(objects: Iterable[KubernetesObject]) -> Iterator[Chart]:
    """Every chart of every Application and ApplicationSet."""
    for one in objects:
        if one.group == "argoproj.io" and one.kind in {"Application", "ApplicationSet"}:
            top: Place = ("spec",) if one.kind == "Application" else ("spec", "template", "spec")
            spec = as_mapping(at(one.data, *top)) or {}
            sources = [(*top, "source"), *((*top, "sources", i) for i in range(len(as_list(spec.get("sources")))))]
            namespace = str(at(spec, "destination", "namespace") or "")
            for place in sources:
                if name := at(one.data, *place, "chart"):
                    yield Chart(one, str(name).rpartition("/")[2], namespace, dict(_values(one, (*place, "helm"))))


def _values(one: KubernetesObject, place: Place) -> Iterator[tuple[str, tuple[str, Place]]]:
    """The values in Helm's order: what is said later wins."""
    helm = as_mapping(at(one.data, *place)) or {}
    if isinstance(text := helm.get("values"), str):
        for data, _ in compose(text, f"{one.file} ({'.'.join(map(str, place))}.values)"):
            yield from ((_way(way), (said, (*place, "values"))) for way, said in texts(data))
    for way, said in texts(as_mapping(helm.get("valuesObject")) or {}):
        yield _way(way), (said, (*place, "valuesObject", *way))
    for index, found in enumerate(as_list(helm.get("parameters"))):
        parameter: Mapping[str, Any] = as_mapping(found) or {}
        said = str(parameter.get("value", ""))
        yield str(parameter.get("name", "")), (said, (*place, "parameters", index, "value"))


def _way(place: Place) -> str:
    return ".".join(str(part) for part in place)
