"""Argo CD's logins: which secrets there are, and how they come into the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.delivery.argo import names
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps, DeliverySpec
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["delivery_secrets", "secret_objects"]

_KEYS = {"password": ("password", "username"), "ssh-key": ("ssh_private_key",)}
_WIRE = {"ssh_private_key": "sshPrivateKey"}


def delivery_secrets(site: Site, spec: DeliverySpec) -> dict[str, str]:
    """Every secret that people put in, by its name in Secrets Manager, and who reads it."""
    return dict(sorted(_secrets(site, spec)))


def _secrets(site: Site, spec: DeliverySpec) -> Iterator[tuple[str, str]]:
    if spec.repository.login != "none":
        yield names.repository_secret(site), "Argo CD, at the repository of manifests"
    for receiver in spec.notifications.receivers if spec.notifications else ():
        yield names.receiver_secret(site, receiver), f"Argo CD's notifications to {receiver}"


def secret_objects(site: Site, props: ArgoDeliveryProps) -> dict[str, KubeObject]:
    """An ExternalSecret for the login to the repository, and one for the receivers of notifications; by id."""
    made: dict[str, KubeObject] = {}
    keys = _KEYS.get(props.spec.repository.login, ())
    if keys:
        data = [remote(key, names.repository_secret(site), key) for key in keys]
        made["secret-repository"] = external_secret(
            _meta(props, names.REPOSITORY), props.secret_store, data, _repository(props, keys)
        )
    if props.spec.notifications:
        told = sorted(props.spec.notifications.receivers)
        data = [remote(name, names.receiver_secret(site, name)) for name in told]
        meta = _meta(props, f"{names.NOTIFICATIONS}-secret")
        made["secret-notifications"] = external_secret(meta, props.secret_store, data)
    return made


def _repository(props: ArgoDeliveryProps, keys: tuple[str, ...]) -> es.ExternalSecretTemplate:
    """By the label Argo CD knows that the Secret is a repository's."""
    login = {_WIRE.get(key, key): f"{{{{ .{key} }}}}" for key in keys}
    return es.ExternalSecretTemplate.model_validate(
        {
            "engineVersion": "v2",
            "mergePolicy": "Replace",
            "metadata": {"labels": {"argocd.argoproj.io/secret-type": "repository"}},
            "data": {"type": "git", "url": props.spec.repository.url, **login},
        }
    )


def _meta(props: ArgoDeliveryProps, name: str) -> ObjectMeta:
    # After the stores. The first time the kind is not there yet.
    return staged_meta(name, "monitoring", props.argocd_namespace, "SkipDryRunOnMissingResource=true")
