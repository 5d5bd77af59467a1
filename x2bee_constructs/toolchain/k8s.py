"""The construct for Jenkins and SonarQube."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain.manifests import toolchain_objects
from x2bee_constructs.toolchain.props import ToolchainProps

__all__ = ["Toolchain"]


class Toolchain(Construct):
    """Jenkins and SonarQube, as far as they are asked for; one per cluster.

    `objects` has each object as an `ApiObject`, by its id.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: ToolchainProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, toolchain_objects(site, props))
