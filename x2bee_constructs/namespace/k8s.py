"""The constructs for a namespace and for the priorities of pods."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.priorities import priority_classes
from x2bee_constructs.namespace.props import AppNamespaceProps

__all__ = ["AppNamespace", "PriorityClasses"]


class AppNamespace(Construct):
    """A namespace for services, named as its id: `restricted` pods, default requests, no traffic but DNS.

    `objects` has each object as an `ApiObject` (`namespace`, `quota`, `limit-range`, `default-deny`, `allow-dns`,
    `allow-mesh`), for `add_json_patch` and dependencies.
    """

    def __init__(self, scope: Construct, id: str, props: AppNamespaceProps | None = None) -> None:
        """Make the namespace; raises `ValueError` if `id` is not a DNS label."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, namespace_objects(id, props or AppNamespaceProps()))


class PriorityClasses(Construct):
    """The PriorityClasses `x2bee-critical`, `x2bee-standard` and `x2bee-batch`, once per cluster.

    `objects` has each as an `ApiObject` (`critical`, `standard`, `batch`).
    """

    def __init__(self, scope: Construct, id: str) -> None:
        """Make all three."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, priority_classes())
