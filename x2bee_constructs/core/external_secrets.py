"""A Secret that the External Secrets operator fills, with every default of the CRD.

The API server would add what is left out, and Argo CD would report a difference for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["external_secret", "remote"]


def external_secret(
    metadata: ObjectMeta,
    store: str,
    data: Iterable[es.ExternalSecretData],
    template: es.ExternalSecretTemplate | None = None,
) -> es.ExternalSecret:
    """An ExternalSecret that fills the Secret of its own name from a ClusterSecretStore, and looks again every hour.

    The Secret goes with it, and stays as it is while the store has nothing. Without a template each value is a key of
    the Secret.
    """
    return es.ExternalSecret(
        metadata=metadata,
        spec=es.ExternalSecretSpec(
            refresh_interval="1h0m0s",
            secret_store_ref=_store(store),
            target=es.ExternalSecretTarget(
                name=metadata.name, creation_policy="Owner", deletion_policy="Retain", template=template
            ),
            data=list(data),
        ),
    )


def remote(key: str, name: str, part: str | None = None, store: str | None = None) -> es.ExternalSecretData:
    """The value of `name`, or one part of its JSON, under `key`; from another ClusterSecretStore if one is given."""
    return es.ExternalSecretData(
        secret_key=key,
        remote_ref=es.ExternalSecretRemoteRef(
            key=name,
            property=part,
            conversion_strategy="Default",
            decoding_strategy="None",
            metadata_policy="None",
            null_byte_policy="Ignore",
        ),
        source_ref=es.ExternalSecretSourceRef(store_ref=_store(store)) if store else None,
    )


def _store(name: str) -> es.ExternalSecretSecretStoreRef:
    return es.ExternalSecretSecretStoreRef(kind="ClusterSecretStore", name=name)
