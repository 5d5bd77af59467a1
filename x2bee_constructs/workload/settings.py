"""What a program reads: its settings, its files, its secrets; and the checksums that roll its pods."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.workload import names
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["checksum", "config_map", "direct_env", "file_key", "files", "secret"]


def config_map(meta: Meta, profile: Profile, props: MsaDeploymentProps) -> core_v1.ConfigMap:
    """The runtime's settings, the addresses of what it calls, and its own settings, as environment variables."""
    data = {name: value for name, value in _said(profile, props).items() if name not in props.direct_env}
    return core_v1.ConfigMap(metadata=meta.object(names.config_map(meta.name)), data=dict(sorted(data.items())))


def direct_env(profile: Profile, props: MsaDeploymentProps) -> list[core_v1.EnvVar]:
    """What stands in the pod itself: what Kubernetes tells it first, because the others may name it."""
    said = _said(profile, props)
    told = [
        core_v1.EnvVar(
            name=name,
            # The version is a default, which Argo CD would report for ever.
            value_from=core_v1.EnvVarSource(field_ref=core_v1.ObjectFieldSelector(api_version="v1", field_path=found)),
        )
        for name, found in sorted(props.pod_fields.items())
    ]
    return told + [core_v1.EnvVar(name=name, value=said[name]) for name in props.direct_env if name in said]


def _said(profile: Profile, props: MsaDeploymentProps) -> dict[str, str]:
    addresses = {names.url_variable(callee): names.url(callee) for callee in props.calls if "." not in callee}
    return {**profile.env, **addresses, **props.env}


def files(meta: Meta, props: MsaDeploymentProps) -> core_v1.ConfigMap:
    """The files, by a key made of their path."""
    data = {file_key(path): text for path, text in sorted(props.files.items())}
    return core_v1.ConfigMap(metadata=meta.object(names.files(meta.name)), data=data)


def file_key(path: str) -> str:
    """The key of a file in its ConfigMap: its name, and enough of its path's hash to keep two apart."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in path.rpartition("/")[2])
    return f"{hashlib.sha256(path.encode()).hexdigest()[:8]}-{plain}"


def checksum(data: Mapping[str, str]) -> str:
    """What changes when any of the data does."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def secret(meta: Meta, props: MsaDeploymentProps) -> es.ExternalSecret:
    """What fills the service's Secret, a key for each variable."""
    data = [remote(variable, wanted.secret, wanted.key) for variable, wanted in sorted(props.secrets.items())]
    return external_secret(meta.object(names.secret(meta.name)), props.secret_store, data)
