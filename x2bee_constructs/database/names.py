"""What both sides call a database's secrets and addresses."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site

__all__ = ["parameter", "secret"]


def secret(site: Site, service: str) -> str:
    """The Secrets Manager secret with a service's database credentials."""
    return f"{site.path}/db/{service}"


def parameter(site: Site, database: str, what: Literal["writer", "reader", "port"]) -> str:
    """The SSM parameter with a database's address or port."""
    return f"/{site.path}/db/{database}/{what}"
