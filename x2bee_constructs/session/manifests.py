"""The ExternalSecrets that bring each service its way to the store."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.session import names
from x2bee_constructs.session.props import SessionAccessProps, SessionUser
from x2bee_constructs.session.settings import secret_data, sources

__all__ = ["session_objects"]


def session_objects(site: Site, namespace: str, props: SessionAccessProps) -> dict[str, KubeObject]:
    """One ExternalSecret for each service, which fills `<service>-session`, by the service's name. Pure."""
    return {user.service: _access(site, namespace, user, props) for user in props.users}


def _access(site: Site, namespace: str, user: SessionUser, props: SessionAccessProps) -> es.ExternalSecret:
    # Before the services: their pods wait for the Secret.
    metadata = staged_meta(names.credentials(user.service), "databases", namespace)
    template = es.ExternalSecretTemplate(engine_version="v2", merge_policy="Replace", data=secret_data(user.client))
    found = sources(site, user.service).items()
    data = [remote(key, name, part, None if part else props.parameter_store) for key, (name, part) in found]
    return external_secret(metadata, props.secrets_manager, data, template)
