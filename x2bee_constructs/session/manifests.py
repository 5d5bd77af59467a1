"""The ExternalSecrets that bring each service its way to the store."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.session import names
from x2bee_constructs.session.props import SessionAccessProps, SessionUser
from x2bee_constructs.session.settings import secret_data, sources

__all__ = ["external_secret", "session_objects"]


def session_objects(site: Site, namespace: str, props: SessionAccessProps) -> dict[str, KubeObject]:
    """One ExternalSecret for each service, by the service's name. Pure."""
    return {user.service: external_secret(site, namespace, user, props) for user in props.users}


def external_secret(site: Site, namespace: str, user: SessionUser, props: SessionAccessProps) -> es.ExternalSecret:
    """The ExternalSecret that fills `<service>-session`; every default of the CRD is spelled out.

    The API server would add the defaults, and Argo CD would report a difference for ever.
    """
    name = names.credentials(user.service)
    return es.ExternalSecret(
        # Before the services: their pods wait for the Secret.
        metadata=staged_meta(name, "databases", namespace),
        spec=es.ExternalSecretSpec(
            refresh_interval="1h0m0s",
            secret_store_ref=es.ExternalSecretSecretStoreRef(kind="ClusterSecretStore", name=props.secrets_manager),
            target=es.ExternalSecretTarget(
                name=name, creation_policy="Owner", deletion_policy="Retain", template=_template(user)
            ),
            data=[_entry(key, *found, props) for key, found in sources(site, user.service).items()],
        ),
    )


def _template(user: SessionUser) -> es.ExternalSecretTemplate:
    return es.ExternalSecretTemplate(engine_version="v2", merge_policy="Replace", data=secret_data(user.client))


def _entry(key: str, name: str, json_key: str | None, props: SessionAccessProps) -> es.ExternalSecretData:
    """A value of Secrets Manager has a key in its JSON; one of Parameter Store is whole, and says its store itself."""
    store = es.ExternalSecretSecretStoreRef(kind="ClusterSecretStore", name=props.parameter_store)
    return es.ExternalSecretData(
        secret_key=key,
        source_ref=None if json_key else es.ExternalSecretSourceRef(store_ref=store),
        remote_ref=es.ExternalSecretRemoteRef(
            key=name,
            property=json_key,
            conversion_strategy="Default",
            decoding_strategy="None",
            metadata_policy="None",
            null_byte_policy="Ignore",
        ),
    )
