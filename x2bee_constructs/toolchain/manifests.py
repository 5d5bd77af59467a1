"""The Kubernetes half of the toolchain as objects."""

from __future__ import annotations

from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.toolchain.namespaces import namespaces
from x2bee_constructs.toolchain.props import ToolchainProps

__all__ = ["toolchain_objects"]


def toolchain_objects(site: Site, props: ToolchainProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    return {**namespaces(props)}
