"""What the tests of this room share."""

from __future__ import annotations

from x2bee_constructs.logging.fluentd.config import configuration
from x2bee_constructs.logging.fluentd.outputs import Targets
from x2bee_constructs.logging.fluentd.records import Origin
from x2bee_constructs.logging.masking import masks
from x2bee_constructs.logging.names import CLASSES

__all__ = ["ORIGIN", "TARGETS", "conf"]

ORIGIN = Origin(
    customer="acme",
    environment="prd",
    app_namespace="acme-app",
    gateway_namespace="istio-system",
    gateway="istio-ingressgateway",
    classes={"x2bee-api-bo": "audit"},
)
TARGETS = Targets(
    region="ap-northeast-2",
    search_host="logs.acme-shop.co.kr",
    index="x2bee-${log_class}",
    buckets={kind: f"archive-{kind}" for kind in CLASSES},
    buffer_gib=4,
)


def conf() -> str:
    """The configuration that the tests look at."""
    return configuration(ORIGIN, TARGETS, masks())
