"""The stores of External Secrets: what each holds, where it reads, and who may use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.grammar import PARAMETER, SECRET
from x2bee_constructs.handoff.model import Provided, Reading
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import at, reading
from x2bee_constructs.handoff.provided import REGION

__all__ = ["STORE", "Stores", "asked", "in_store", "kept", "stores"]

STORE = "secret store"
"""The kind of `<name>` of a ClusterSecretStore, `<name> for <namespace>` where it is open to the namespace's
ExternalSecrets, and `<namespace>/<name>` of a SecretStore."""

Stores = Mapping[str, tuple[str, ...]]
"""What each store of External Secrets holds, by `<namespace>/<name>`; a ClusterSecretStore has no namespace. Empty for
one that is not in AWS."""

_GROUP = "external-secrets.io"
_KINDS = {"ClusterSecretStore", "SecretStore"}
_SERVICES = {"SecretsManager": (SECRET,), "ParameterStore": (PARAMETER,)}
_USUAL: Stores = {"/aws-secrets-manager": (SECRET,), "/aws-parameter-store": (PARAMETER,)}
"""The names under which the platform has them, for YAML that does not hold the stores themselves."""


def stores(objects: Iterable[KubernetesObject]) -> Stores:
    """The stores in the YAML, after the usual ones."""
    found = dict(_USUAL)
    for one in objects:
        if _is_store(one):
            service = at(one.spec, "provider", "aws", "service")
            found[f"{one.namespace}/{one.name}"] = _SERVICES.get(str(service), ())
    return found


def kept(objects: Iterable[KubernetesObject]) -> Iterator[Provided]:
    """Each store that the YAML makes, and each namespace that one of them is open to."""
    objects = tuple(objects)
    homes = sorted({one.namespace for one in objects if one.kind == "ExternalSecret"})
    for one in objects:
        if _is_store(one):
            where = one.span(("metadata", "name"), one.name)
            name = f"{one.namespace}/{one.name}" if one.kind == "SecretStore" else one.name
            yield Provided(STORE, name, one.title, where=where)
            for home in homes if one.kind == "ClusterSecretStore" else ():
                if _opens(one, home):
                    yield Provided(STORE, f"{one.name} for {home}", one.title, where=where)


def in_store(one: KubernetesObject) -> Iterator[tuple[Place, Reading]]:
    """The region that a store in AWS reads in, and the role that it reads as."""
    if not _is_store(one):
        return
    place: Place = ("spec", "provider", "aws", "region")
    if region := at(one.data, *place):
        yield place, reading(one, place, str(region), REGION)
    place = ("spec", "provider", "aws", "role")
    if role := at(one.data, *place):
        yield place, reading(one, place, str(role).rpartition("/")[2], "role")


def asked(one: KubernetesObject, top: Place) -> Iterator[tuple[Place, Reading]]:
    """The stores that an ExternalSecret names, below `top`."""
    ways: list[Place] = [(*top, "secretStoreRef")]
    for key in ("data", "dataFrom"):
        entries = as_list(at(one.data, *top, key))
        ways += [(*top, key, index, "sourceRef", "storeRef") for index in range(len(entries))]
    for way in ways:
        if name := at(one.data, *way, "name"):
            place = (*way, "name")
            yield place, reading(one, place, _called(one, str(name), str(at(one.data, *way, "kind"))), STORE)


def _called(one: KubernetesObject, store: str, kind: str) -> str:
    if kind != "ClusterSecretStore":
        return f"{one.namespace}/{store}"
    # A ClusterExternalSecret does not say in which namespaces.
    return f"{store} for {one.namespace}" if one.kind == "ExternalSecret" else store


def _is_store(one: KubernetesObject) -> bool:
    return one.group == _GROUP and one.kind in _KINDS


def _opens(one: KubernetesObject, home: str) -> bool:
    """Whether one of its conditions lets the namespace in; labels and patterns are not judged, and let it."""
    conditions: list[Any] = as_list(one.spec.get("conditions"))
    return not conditions or any(
        bool({"namespaceRegexes", "namespaceSelector"} & (as_mapping(found) or {}).keys())
        or home in as_list(at(found, "namespaces"))
        for found in conditions
    )
