"""What a program is told about the store: the shape of its Secret, and where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from x2bee_constructs.core.names import Site
from x2bee_constructs.session import names
from x2bee_constructs.session.access import Client

__all__ = ["Source", "secret_data", "sources"]

Source = Literal["host", "port", "username", "password"]
"""A value that comes from AWS."""

_KEYS: Mapping[Client, Mapping[str, str]] = {
    "spring": {
        "SPRING_DATA_REDIS_HOST": "{{ .host }}",
        "SPRING_DATA_REDIS_PASSWORD": "{{ .password }}",
        "SPRING_DATA_REDIS_PORT": "{{ .port }}",
        "SPRING_DATA_REDIS_USERNAME": "{{ .username }}",
    },
    "node": {
        "REDIS_HOST": "{{ .host }}",
        "REDIS_PASSWORD": "{{ .password }}",
        "REDIS_PORT": "{{ .port }}",
        # A password may have characters that end a part of a URL; `urlquery` is Go's own.
        "REDIS_URL": "rediss://{{ .username | urlquery }}:{{ .password | urlquery }}@{{ .host }}:{{ .port }}",
        "REDIS_USERNAME": "{{ .username }}",
    },
}


def secret_data(client: Client) -> dict[str, str]:
    """The keys of a service's Secret as templates of External Secrets; each becomes an environment variable.

    Spring Boot 3 and 4 read the same names; what is no secret, such as the prefix of keys, the runtime says. Sessions
    are read where they are written: replication is asynchronous, and a replica may not yet know a session that the
    browser already has.
    """
    return dict(sorted(_KEYS[client].items()))


def sources(site: Site, service: str) -> Mapping[Source, tuple[str, str | None]]:
    """Where each value is: a parameter's name, or a secret's name and the key in its JSON."""
    secret = names.secret(site, service)
    return {
        "host": (names.parameter(site, "primary"), None),
        "password": (secret, "password"),
        "port": (names.parameter(site, "port"), None),
        "username": (secret, "username"),
    }
