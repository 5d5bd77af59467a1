"""The construct for a namespace."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.props import AppNamespaceProps

__all__ = ["AppNamespace"]


class AppNamespace(Construct):
    """A namespace for services, named as its id, under the `restricted` Pod Security Standard."""

    def __init__(self, scope: Construct, id: str, props: AppNamespaceProps | None = None) -> None:
        """Make the namespace; raises `ValueError` if `id` is not a DNS label."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, namespace_objects(id, props or AppNamespaceProps()))
