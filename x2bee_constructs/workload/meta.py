"""Whose objects these are: names, labels and annotations that all objects of a service share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.workload import names
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["Meta", "image_version"]


class Meta:
    """The metadata of one service's objects in one namespace."""

    def __init__(self, name: str, namespace: str, props: MsaDeploymentProps) -> None:
        """Take the name as it is; raises `ValueError` if it is no DNS label."""
        self.name, self.namespace = names.service_account(name), namespace
        if name in (*props.calls, *props.callers, *props.service_aliases):
            raise ValueError(f"'{name}' is among its own calls, callers or aliases; take it out")
        self.selector = names.selector(name)
        own = {"app": name, "app.kubernetes.io/part-of": props.part_of}
        self.labels = dict(sorted({**props.labels, **own, **self.selector}.items()))
        # Kiali and Istio tell releases apart by it; on pods only, so that a release changes the Deployment alone.
        self.pod_labels = {**self.labels, "version": image_version(props.image)}
        contacts = {"x2bee.io/owner": props.owner, "x2bee.io/runbook": props.runbook}
        self.contacts = {key: value for key, value in contacts.items() if value}

    def object(self, name: str, annotations: Mapping[str, str] | None = None) -> ObjectMeta:
        """The metadata of one object."""
        return ObjectMeta(
            name=name,
            namespace=self.namespace,
            labels=self.labels,
            annotations=dict(annotations) if annotations else None,
        )

    def pods(self) -> LabelSelector:
        """What selects the service's pods."""
        return LabelSelector(match_labels=self.selector)


def image_version(image: str) -> str:
    """The image's tag, or the start of its digest, as a label value (at most 63 letters, digits, `-_.`)."""
    name, _, digest = image.partition("@")
    version = digest.replace(":", "-")[:19] if digest else name.rpartition(":")[2]
    return re.sub(r"[^A-Za-z0-9._-]", "-", version)[:63].strip("-_.")
