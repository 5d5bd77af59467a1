"""Hosts: those that the YAML serves, and those that external-dns makes from it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.documents import Place
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.fields import Found
from x2bee_constructs.handoff.grammar import HOST, Grammar
from x2bee_constructs.handoff.model import Provided
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import at, reading

__all__ = ["made", "served"]

_ANNOTATION = "external-dns.alpha.kubernetes.io/hostname"


def served(one: KubernetesObject, grammar: Grammar, *, recorded: bool) -> Iterator[Found]:
    """The hosts that a gateway serves or external-dns makes.

    One below the private zone needs the zone, any other a record of its own; the latter only if the templates have
    records at all (`recorded`), for DNS may be kept elsewhere.
    """
    for place, host in _hosts(one):
        if host.endswith(f".{grammar.zone}"):
            yield place, reading(one, place, grammar.zone, HOST)
        elif recorded and host != "*":
            yield place, reading(one, place, host, HOST)


def made(one: KubernetesObject, grammar: Grammar) -> Iterator[Provided]:
    """The hosts below the private zone that external-dns makes from the object."""
    for place, host in _hosts(one):
        if host.endswith(f".{grammar.zone}"):
            yield Provided(HOST, host, one.title, where=one.span(place, host))


def _hosts(one: KubernetesObject) -> Iterator[tuple[Place, str]]:
    if one.kind == "Gateway" and one.group == "networking.istio.io":
        for server, found in enumerate(as_list(one.spec.get("servers"))):
            for index, host in enumerate(as_list(at(found, "hosts"))):
                yield ("spec", "servers", server, "hosts", index), str(host).rpartition("/")[2]
    elif one.kind == "Gateway":
        for index, found in enumerate(as_list(one.spec.get("listeners"))):
            if host := at(found, "hostname"):
                yield ("spec", "listeners", index, "hostname"), str(host)
    elif one.kind == "DNSEndpoint":
        for index, found in enumerate(as_list(one.spec.get("endpoints"))):
            if host := at(found, "dnsName"):
                yield ("spec", "endpoints", index, "dnsName"), str(host)
    for host in filter(None, str(at(one.metadata, "annotations", _ANNOTATION) or "").split(",")):
        yield ("metadata", "annotations", _ANNOTATION), host.strip()
