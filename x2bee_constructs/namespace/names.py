"""What the objects of a namespace are called: contract, because a renamed object leaves its old self in force."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "ALLOW_DNS",
    "ALLOW_MESH",
    "BATCH",
    "CRITICAL",
    "DEFAULT_DENY",
    "LIMIT_RANGE",
    "QUOTA",
    "STANDARD",
    "PriorityName",
]

QUOTA = "x2bee"
"""The ResourceQuota."""

LIMIT_RANGE = "x2bee"
"""The LimitRange."""

DEFAULT_DENY = "x2bee-default-deny"
"""The NetworkPolicy under which no pod may send or receive."""

ALLOW_DNS = "x2bee-allow-dns"
"""The NetworkPolicy that lets every pod ask the cluster's DNS."""

ALLOW_MESH = "x2bee-allow-istiod"
"""The NetworkPolicy that lets every sidecar reach the mesh's control plane."""

PriorityName = Literal["x2bee-critical", "x2bee-standard", "x2bee-batch"]
"""The name of a PriorityClass, for `priorityClassName`."""

CRITICAL: PriorityName = "x2bee-critical"
"""What every order passes through."""

STANDARD: PriorityName = "x2bee-standard"
"""Every other service."""

BATCH: PriorityName = "x2bee-batch"
"""What can wait: batches and their schedulers."""
