"""How the load balancer behaves, whoever makes it: the CDK, or the controller in the cluster. Keys are AWS's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS

__all__ = [
    "ACCESS_LOG_PREFIX",
    "CONNECTION_LOG_PREFIX",
    "DEREGISTRATION_SECONDS",
    "HEALTH_CHECK",
    "SSL_POLICY",
    "HealthCheck",
    "balancer_attributes",
    "target_attributes",
]

SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.2 and 1.3 with forward secrecy, and key exchange that quantum computers cannot undo later; what AWS recommends
(Security policies for your Application Load Balancer, looked up 2026-11-23)."""

DEREGISTRATION_SECONDS = 60
"""How long the load balancer takes to let go of a pod: as long as an answer may take, shorter than a gateway pod goes
on answering (90) before it is killed (120)."""

ACCESS_LOG_PREFIX = "access"
"""Where in the bucket each request is recorded."""

CONNECTION_LOG_PREFIX = "connection"
"""Where in the bucket each TLS handshake is recorded."""


class HealthCheck(NamedTuple):
    """How the load balancer asks a pod whether it is well: out after 20 s, in again after 20 s."""

    interval_seconds: int = 10
    timeout_seconds: int = 5
    healthy_count: int = 2
    unhealthy_count: int = 2
    codes: str = "200"


HEALTH_CHECK = HealthCheck()
"""The one health check of the way in."""


def balancer_attributes(bucket: str) -> Mapping[str, str]:
    """The attributes of the load balancer, which writes its logs into `bucket`."""
    return {
        "access_logs.s3.bucket": bucket,
        "access_logs.s3.enabled": "true",
        "access_logs.s3.prefix": ACCESS_LOG_PREFIX,
        "connection_logs.s3.bucket": bucket,
        "connection_logs.s3.enabled": "true",
        "connection_logs.s3.prefix": CONNECTION_LOG_PREFIX,
        "deletion_protection.enabled": "true",
        "idle_timeout.timeout_seconds": str(LOAD_BALANCER_IDLE_SECONDS),
        # Requests that two programs could read differently are closed, and those that are merely odd let through.
        "routing.http.desync_mitigation_mode": "defensive",
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "routing.http.preserve_host_header.enabled": "true",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
        "routing.http.xff_client_port.enabled": "false",
        # The client's address is the last one: what a client wrote itself stands before it and is not believed.
        "routing.http.xff_header_processing.mode": "append",
        "routing.http2.enabled": "true",
        "waf.fail_open.enabled": "false",
        "zonal_shift.config.enabled": "true",
    }


def target_attributes() -> Mapping[str, str]:
    """The attributes of the target group.

    A proxy with few requests under way is asked first; that excludes a slow start, which a proxy does not need.
    """
    return {
        "deregistration_delay.timeout_seconds": str(DEREGISTRATION_SECONDS),
        "load_balancing.algorithm.type": "least_outstanding_requests",
        "load_balancing.cross_zone.enabled": "true",
        "stickiness.enabled": "false",
    }
