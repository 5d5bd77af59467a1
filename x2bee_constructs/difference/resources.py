"""What CloudFormation does when a property of a resource changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from x2bee_constructs.difference.model import Effect

__all__ = ["TABLE", "Replacement", "interruption", "is_stateful", "replacement"]

TABLE = "replacements.json"
"""By resource type: `always` and `perhaps` are the properties whose change replaces the resource, `stateful` whether it
holds data. Made by `make replacements` from the database of the pinned CDK CLI; names only."""

_ALSO_STATEFUL = frozenset({"AWS::EKS::Cluster", "AWS::ECR::Repository", "AWS::Route53::HostedZone"})
"""Not in AWS' list, but another one is not the same one: objects, images or records are in it."""


class Replacement(NamedTuple):
    """A property whose change replaces the resource."""

    field: str
    certain: bool
    """False where it depends on the values."""


@cache
def _table() -> Mapping[str, Mapping[str, list[str] | bool]]:
    return json.loads((files("x2bee_constructs.difference") / TABLE).read_text(encoding="utf-8"))


def is_stateful(kind: str, properties: Mapping[str, object]) -> bool:
    """Whether data goes with the resource. An instance of a cluster holds none of its own."""
    if kind.endswith("::DBInstance") and "DBClusterIdentifier" in properties:
        return False
    return kind in _ALSO_STATEFUL or bool(_table().get(kind, {}).get("stateful"))


def replacement(kind: str, keys: tuple[str, ...]) -> Replacement | None:
    """The create-only property in which, above which or below which a change stands; None if the resource stays."""
    found = ".".join(keys)
    entry = _table().get(kind, {})
    for certainty, certain in (("always", True), ("perhaps", False)):
        names = entry.get(certainty, [])
        for name in names if isinstance(names, list) else []:
            if found == name or found.startswith(f"{name}.") or name.startswith(f"{found}."):
                return Replacement(name, certain and not name.startswith(f"{found}."))
    return None


_How = Literal["nodes", "fails over", "blue-green"]

_WHY: Mapping[_How, str] = {
    "nodes": "nodes are replaced one after another, and pods move",
    "fails over": "instances restart or fail over: connections break once",
    "blue-green": "the domain gets new nodes and copies its data to them; it answers meanwhile, more slowly",
}

_INTERRUPTS: Mapping[str, tuple[_How, frozenset[str]]] = {
    "AWS::EKS::Nodegroup": ("nodes", frozenset({"LaunchTemplate", "ReleaseVersion", "Version"})),
    "AWS::RDS::DBCluster": (
        "fails over",
        frozenset({"DBClusterParameterGroupName", "EngineVersion", "ServerlessV2ScalingConfiguration"}),
    ),
    "AWS::RDS::DBInstance": (
        "fails over",
        frozenset({"CACertificateIdentifier", "DBInstanceClass", "DBParameterGroupName", "EngineVersion"}),
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        "fails over",
        frozenset({"CacheNodeType", "CacheParameterGroupName", "EngineVersion"}),
    ),
    "AWS::OpenSearchService::Domain": ("blue-green", frozenset({"ClusterConfig", "EBSOptions", "EngineVersion"})),
}
"""Of the types that we make, what AWS documents to interrupt (pages of CloudFormation and of the services; 2026-11)."""


def interruption(kind: str, keys: tuple[str, ...]) -> tuple[Effect, str] | None:
    """What happens to a resource that stays, where what runs on it notices."""
    how, names = _INTERRUPTS.get(kind, ("nodes", frozenset[str]()))
    return (Effect.restart, _WHY[how]) if keys[:1] and keys[0] in names else None
