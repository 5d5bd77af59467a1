"""The one time that somebody touches the cluster by hand: Argo CD, its login, and the root Application."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.delivery.argo import names

__all__ = ["NotDeliveredError", "bootstrap_script"]

_END = "END_OF_MANIFEST"
_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


class NotDeliveredError(ValueError):
    """What was synthesized has no root Application: nothing could be started with it."""


def bootstrap_script(manifests: Iterable[Mapping[str, Any]]) -> str:
    """A POSIX shell script that starts Argo CD on a site's manifests; running it again changes nothing.

    It needs kubectl, and helm where the cluster runs Argo CD itself; aws and jq for the login and for EKS' own Argo CD.
    Raises `NotDeliveredError` if the manifests have no root Application: they were made without `delivery`.
    """
    found = {(str(one["kind"]), str(one["metadata"]["name"])): one for one in manifests}
    root = _root(found)
    home, project = str(root["metadata"]["namespace"]), str(root["spec"]["project"])
    region = _region(found)
    settings = [one for (kind, name), one in found.items() if kind == "ConfigMap" and name.startswith("argocd-")]
    cluster = root["spec"]["destination"].get("name")
    parts = [
        f"#!/bin/sh\n# Starts Argo CD of {project}: once, by somebody who may do everything in the cluster.\nset -eu\n",
        _apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": home}}),
        *(_apply(one) for one in settings),
        *(_of_eks(str(cluster), home, region) if cluster else _chart(found, home)),
        *_login(found, region),
        _apply(found["AppProject", project]),
        _apply(root),
    ]
    return "\n".join(parts)


def _root(found: Mapping[tuple[str, str], Mapping[str, Any]]) -> Mapping[str, Any]:
    """The Application that brings the AppProject which has its own name."""
    for (kind, name), one in found.items():
        if kind == "Application" and ("AppProject", name) in found and one["spec"]["project"] == name:
            return one
    raise NotDeliveredError("there is no root Application; say `delivery` in the customer's file, and synthesize again")


def _region(found: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    """Where the secrets are, as the stores say."""
    stores = [one for (kind, _), one in sorted(found.items()) if kind == "ClusterSecretStore"]
    return str(stores[0]["spec"]["provider"]["aws"]["region"]) if stores else ""


def _apply(manifest: Mapping[str, Any]) -> str:
    """The first time it makes the object; later it is whoever owns its fields."""
    text = json.dumps(manifest, ensure_ascii=False)
    how = "kubectl apply --server-side --field-manager=x2bee-bootstrap --force-conflicts --filename=-"
    return f"{how} <<'{_END}'\n{text}\n{_END}\n"


def _chart(found: Mapping[tuple[str, str], Mapping[str, Any]], home: str) -> Iterator[str]:
    """Argo CD's chart, with the values that its Application then keeps."""
    application = found.get(("Application", "argo-cd"))
    if application is None:
        return
    source = application["spec"]["source"]
    said = {"repo": source["repoURL"], "version": source["targetRevision"], "namespace": home}
    flags = " ".join(f"--{name}={shlex.quote(str(value))}" for name, value in said.items())
    values = json.dumps(source["helm"]["valuesObject"], ensure_ascii=False)
    yield f"helm upgrade --install argo-cd argo-cd {flags} --wait --values=- <<'{_END}'\n{values}\n{_END}\n"


def _of_eks(cluster: str, home: str, region: str) -> Iterator[str]:
    """EKS' own Argo CD: what its role may do in the cluster, and the cluster under its name."""
    where = f"--region={region}" if region else ""
    yield (
        f"role=$(aws iam get-role --role-name={cluster}-argocd --query=Role.Arn --output=text)\n"
        f'aws eks associate-access-policy {where} --cluster-name={cluster} --principal-arn="$role" \\\n'
        f"  --policy-arn={_ADMIN} --access-scope=type=cluster\n"
        f"aws eks describe-cluster {where} --name={cluster} --query=cluster.arn --output=json \\\n"
        f"  | jq '{_cluster(cluster, home)}' \\\n"
        "  | kubectl apply --server-side --field-manager=x2bee-bootstrap --filename=-\n"
    )


def _cluster(cluster: str, home: str) -> str:
    labels = {"argocd.argoproj.io/secret-type": "cluster"}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": cluster, "namespace": home, "labels": labels}}
    return f'{json.dumps(secret)} + {{stringData: {{name: "{cluster}", server: .}}}}'


def _login(found: Mapping[tuple[str, str], Mapping[str, Any]], region: str) -> Iterator[str]:
    """The login to the repository, from Secrets Manager: External Secrets, which Argo CD brings, keeps it later."""
    external = found.get(("ExternalSecret", names.REPOSITORY))
    if external is None:
        return
    spec = external["spec"]
    template: Mapping[str, Any] = spec["target"]["template"]
    keys = {str(one["remoteRef"]["property"]) for one in as_list(spec["data"])}
    data = {str(key): str(text) for key, text in (as_mapping(template["data"]) or {}).items()}
    fields = ", ".join(f"{key}: {_value(text, keys)}" for key, text in sorted(data.items()))
    meta = {
        "name": names.REPOSITORY,
        "namespace": external["metadata"]["namespace"],
        "labels": template["metadata"]["labels"],
    }
    secret = json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": meta})
    name = as_list(spec["data"])[0]["remoteRef"]["key"]
    where = f"--region={region} " if region else ""
    yield (
        f"aws secretsmanager get-secret-value {where}--secret-id={name} --query=SecretString --output=text \\\n"
        f"  | jq '{secret} + {{stringData: {{{fields}}}}}' \\\n"
        "  | kubectl apply --server-side --field-manager=x2bee-bootstrap --force-conflicts --filename=-\n"
    )


def _value(text: str, keys: set[str]) -> str:
    """A template of External Secrets as jq says it."""
    key = text.removeprefix("{{ .").removesuffix(" }}")
    return f".{key}" if key in keys else json.dumps(text)
