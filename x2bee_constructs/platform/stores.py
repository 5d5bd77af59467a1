"""Which secret stores the objects of a namespace name, where they are not the services' (ADR 0015)."""

from __future__ import annotations

from typing import TypedDict

from x2bee_constructs.addons.names import PARAMETER_STORE, SECRETS_MANAGER, reader_store

__all__ = ["APM", "DATA", "DELIVERY", "LOGGING", "OBSERVABILITY", "TOOLCHAIN", "Stores", "stores_of"]

APM = "apm"
"""The reader that is the namespace of the vendor's programs: their licence or their administrator."""

DATA = "data"
"""The reader that is the namespace of databases: their administrators, and every login that jobs give a password."""

DELIVERY = "delivery"
"""The reader that is Argo CD's namespace: its login to the repository, and whom it tells."""

LOGGING = "logging"
"""The reader that is the namespace of logging: OpenSearch's own administrator."""

OBSERVABILITY = "observability"
"""The reader that is the namespaces of what watches: logins of people's dashboards, and receivers of alerts."""

TOOLCHAIN = "toolchain"
"""The reader that is the namespaces of the tools: administrators, and logins for pipelines."""


class Stores(TypedDict):
    """The stores of one reader, as the fields of props that name them."""

    secret_store: str
    parameter_store: str


def stores_of(reader: str) -> Stores:
    """Which stores the objects of a reader's namespace name."""
    return {
        "secret_store": reader_store(SECRETS_MANAGER, reader),
        "parameter_store": reader_store(PARAMETER_STORE, reader),
    }
