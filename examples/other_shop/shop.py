"""What both sides of the shop call things: one module that loads neither the CDK nor cdk8s."""

from __future__ import annotations

from x2bee_constructs import Access, Queue, Site

SITE = Site("quince", "prd")
"""Whose names they are: namespace `quince-app`, everything in AWS below `x2bee-quince-prd` and `x2bee/quince/prd`."""

ACCOUNT, REGION = "222233334444", "ap-northeast-2"

REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/x2bee/quince/prd"
IMAGES = {"web": "4.1.0", "catalogue": "2.0.3", "stock-feed": "1.7.0"}
"""The shop's own services, with the versions that run."""

DATABASE = "shop"
"""The one database; `catalogue` owns it."""

STOCK = Access(queues=[Queue(name="quince-stock", receive=True)])
"""The warehouse puts stock levels into this queue, and `stock-feed` may take them out: no more."""


def image(service: str) -> str:
    """Where the image of a service is."""
    return f"{REGISTRY}/{service}:{IMAGES[service]}"
