"""Parts that the objects of several vendors share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.releases import PodSecurity, Stage
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["STAGE", "meta", "namespace_object", "secret_of"]

STAGE: Stage = "monitoring"
"""After the secret stores, and before the services, whose pods get the agents when they are made."""


def meta(name: str, namespace: str, annotations: Mapping[str, str] | None = None) -> ObjectMeta:
    """Of an object of this room; Argo CD applies it at its stage."""
    found = staged_meta(name, STAGE, namespace)
    both = {**(found.annotations or {}), **(annotations or {})}
    return found.model_copy(update={"annotations": dict(sorted(both.items()))})


def namespace_object(name: str, enforced: PodSecurity) -> core_v1.Namespace:
    """A namespace with its Pod Security Standard; audit shows what `restricted` would refuse."""
    labels = {"app.kubernetes.io/part-of": "x2bee"}
    for mode, standard in {"audit": "restricted", "enforce": enforced, "warn": enforced}.items():
        labels |= {
            f"pod-security.kubernetes.io/{mode}": standard,
            f"pod-security.kubernetes.io/{mode}-version": "latest",
        }
    found = staged_meta(name, STAGE, sync_options="Delete=false,Prune=false")
    return core_v1.Namespace(metadata=found.model_copy(update={"labels": labels}))


def secret_of(
    name: str, namespace: str, store: str, secret: str, keys: Iterable[str], files: Mapping[str, str] | None = None
) -> es.ExternalSecret:
    """A Secret with the keys of one secret in AWS, or with files made of them."""
    template = (
        es.ExternalSecretTemplate(data=dict(files), engine_version="v2", merge_policy="Replace") if files else None
    )
    data = [remote(key, secret, key) for key in sorted(keys)]
    return external_secret(meta(name, namespace), store, data, template)
