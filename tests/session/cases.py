"""Users and stores that the tests of this room share, as a person would say them."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.session.props import SessionUser

__all__ = ["BACK_OFFICE", "LEAST", "MOST", "SHOP", "STOREFRONT", "ZONES"]

ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")

BACK_OFFICE = SessionUser(service="x2bee-bo")
SHOP = SessionUser(service="x2bee-shop", namespace="shop:session")
STOREFRONT = SessionUser(service="x2bee-fo", client="node", namespace="fo:session")

LEAST: dict[str, Any] = {"users": [{"service": "x2bee-bo"}], "client_cidrs": ["10.20.0.0/19"]}

MOST: dict[str, Any] = {
    "users": [BACK_OFFICE, SHOP, STOREFRONT],
    "client_cidrs": ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"],
    "node_type": "cache.m7g.xlarge",
    "replicas": 5,
    "engine": "redis",
    "version": "7.1",
    "port": 26379,
    "snapshot_days": 35,
    "log_days": 731,
}
