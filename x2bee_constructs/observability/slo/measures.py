"""What is a request, and what a bad one, in the mesh's own metrics (ADR 0017).

Bad is what the service answered with 5xx, as its own proxy saw it, and what callers sent and never reached it: no
healthy pod, no connection, circuit open, no answer in time, no route. Whatever the caller gave up by itself (code 0:
a closed tab, an upstream's own time-out) says nothing of the service and is no request here. Slow is what it answered,
with anything but 5xx, later than promised; what was given up counts with the time until then, so that a service that
hangs is slow.
"""

from __future__ import annotations

from x2bee_constructs.workload.objectives import Objective

__all__ = ["bad_availability", "bad_latency", "total_availability", "total_latency"]

_UNREACHED = "UH|UF|UO|UT|NR|NC"
"""Envoy's response flags, as callers report them: no healthy upstream, connection failure, overflow, request time-out,
no route, no cluster. `UC` and 5xx with no flag reached the service, whose own proxy reports them."""


def bad_availability(service: str, namespace: str) -> str:
    """Requests a second that were not answered, or with 5xx."""
    failed = _rate("istio_requests_total", _answered(service, namespace), 'response_code=~"5.."')
    return f"{failed} + {_unreached(service, namespace)}"


def total_availability(service: str, namespace: str) -> str:
    """Requests a second that somebody waited for."""
    answered = _rate("istio_requests_total", _answered(service, namespace), 'response_code!="0"')
    return f"{answered} + {_unreached(service, namespace)}"


def bad_latency(service: str, namespace: str, objective: Objective) -> str:
    """Requests a second that took longer than promised."""
    # Prometheus 3 writes 500 as 500.0 where it reads the boundary of a bucket; version 2 leaves it as it was sent.
    boundary = f"{objective.latency_ms:g}"
    le = f'le=~"{boundary}|{boundary}[.]0"' if "." not in boundary else f'le="{boundary}"'
    quick = _rate("istio_request_duration_milliseconds_bucket", _timed(service, namespace), le)
    return f"clamp_min({total_latency(service, namespace)} - {quick}, 0)"


def total_latency(service: str, namespace: str) -> str:
    """Requests a second whose time is looked at."""
    return _rate("istio_request_duration_milliseconds_count", _timed(service, namespace))


def _answered(service: str, namespace: str) -> str:
    return f'reporter="destination",destination_workload="{service}",destination_workload_namespace="{namespace}"'


def _timed(service: str, namespace: str) -> str:
    return f'{_answered(service, namespace)},response_code!~"5.."'


def _unreached(service: str, namespace: str) -> str:
    # A request that reached no pod has no destination_workload, only the Service that was asked for.
    whose = f'reporter="source",destination_service_name="{service}",destination_service_namespace="{namespace}"'
    return _rate("istio_requests_total", whose, f'response_flags=~"(.*,)?({_UNREACHED})(,.*)?"')


def _rate(metric: str, *which: str) -> str:
    """Zero where there is nothing yet: a sum with a missing part would be missing as a whole."""
    return f"(sum(rate({metric}{{{','.join(which)}}}[5m])) or vector(0))"
