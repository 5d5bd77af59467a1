"""Who pods are in AWS and what they may do: data that both sides share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from x2bee_constructs.core.names import Site, bounded

__all__ = ["PodIdentity", "Statement", "pod_role_name"]


@dataclass(frozen=True)
class Statement:
    """One statement of an IAM policy that allows something."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict[str, dict[str, Sequence[str]]])

    def as_json(self) -> dict[str, Any]:
        """The statement as IAM reads it."""
        tests = {test: {key: list(values) for key, values in keys.items()} for test, keys in self.conditions.items()}
        said = {"Sid": self.sid, "Effect": "Allow", "Action": list(self.actions), "Resource": list(self.resources)}
        return {**said, **({"Condition": tests} if tests else {})}


@dataclass(frozen=True)
class PodIdentity:
    """The pods of one ServiceAccount, and what their role allows. Its name is unique among those of one site."""

    name: str
    namespace: str
    service_account: str
    statements: tuple[Statement, ...] = ()
    managed_policies: tuple[str, ...] = ()
    """Policies that AWS keeps, by name: `AmazonEKS_CNI_Policy`."""


def pod_role_name(site: Site, name: str) -> str:
    """The IAM role of a pod identity; IAM allows 64 characters."""
    return bounded(f"{site.prefix}-{name}", 64, "an IAM role name")
