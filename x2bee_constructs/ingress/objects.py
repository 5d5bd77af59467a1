"""Where the objects of the way in stand, and what all of them carry."""

from __future__ import annotations

from typing import NamedTuple

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.workload.names import namespace

__all__ = ["Place"]

_LABELS = {"app.kubernetes.io/part-of": "x2bee"}


class Place(NamedTuple):
    """The gateway's namespace, and the one of the services behind it."""

    site: Site
    namespace: str
    services: str

    @classmethod
    def of(cls, site: Site, gateway_namespace: str) -> Place:
        """The platform's namespaces of a site."""
        return cls(site, gateway_namespace, namespace(site))

    def meta(self, name: str, annotations: dict[str, str] | None = None) -> ObjectMeta:
        """The metadata of one object."""
        return ObjectMeta(name=name, namespace=self.namespace, labels=_LABELS, annotations=annotations)

    def early_meta(self, name: str) -> ObjectMeta:
        """The metadata of what must be there before the gateway's pods: what refuses requests, and what awaits pods."""
        return staged_meta(name, "mesh-policies", self.namespace)
