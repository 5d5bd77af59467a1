"""A VirtualService's HTTP routes → Envoy routes, as pilot's `route.go` and `retry.go` of Istio 1.30.3 do."""

from __future__ import annotations

from http import HTTPStatus

from conformance.faults.mapped import Json, UnmappedError, in_seconds, only, typed
from x2bee_constructs.imports.istio import networking_v1 as istio

__all__ = ["MESH_RETRIES", "retry_policy", "routes"]

MESH_RETRIES = istio.VirtualServiceRetries(
    attempts=2, retry_on="connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes"
)
"""What pilot does for a route that says nothing about retries."""

_CODES = {code.value for code in HTTPStatus}
_ANYTHING = istio.VirtualServiceMatch()


def routes(service: istio.VirtualService | None, host: str, cluster: str) -> list[Json]:
    """All routes to `host` in order; without a VirtualService, the one that Istio makes by itself."""
    if service is None or service.spec is None:
        return [_route(_ANYTHING, cluster, None, MESH_RETRIES)]
    only(service.spec, "http", "hosts", "gateways", "export_to")
    if host not in (service.spec.hosts or []):
        raise UnmappedError(f"the VirtualService is not for {host}")
    return [made for http in service.spec.http or [] for made in _http(http, host, cluster)]


def _http(http: istio.VirtualServiceHttp, host: str, cluster: str) -> list[Json]:
    only(http, "name", "match", "route", "retries", "timeout")
    for route in http.route or []:
        only(route, "destination", "weight")
        only(route.destination, "host", "port")
    if [route.destination.host for route in http.route or []] != [host]:
        raise UnmappedError(f"a route elsewhere than to {host}: here is one service")
    return [_route(match, cluster, http.timeout, http.retries or MESH_RETRIES) for match in http.match or [_ANYTHING]]


def _route(
    match: istio.VirtualServiceMatch, cluster: str, timeout: str | None, retries: istio.VirtualServiceRetries
) -> Json:
    limit = in_seconds(timeout) if timeout else "0s"
    policy = retry_policy(retries)
    action = {"cluster": cluster, "timeout": limit, "max_grpc_timeout": limit}
    return {"match": _match(match), "route": {**action, **({"retry_policy": policy} if policy else {})}}


def _match(match: istio.VirtualServiceMatch) -> Json:
    only(match, "name", "method", "uri", "headers", "ignore_uri_case")
    headers = {**({":method": match.method} if match.method else {}), **(match.headers or {})}
    found: Json = _path(match.uri) if match.uri else {"prefix": "/"}
    if match.ignore_uri_case:
        found["case_sensitive"] = False
    if headers:
        found["headers"] = [{"name": name, "string_match": _string(value)} for name, value in headers.items()]
    return found


def _path(uri: istio.VirtualServiceStringMatch) -> Json:
    return {"path" if key == "exact" else key: value for key, value in _string(uri).items()}


def _string(match: istio.VirtualServiceStringMatch) -> Json:
    if match.regex is not None:
        return {"safe_regex": {"regex": match.regex}}
    return {"exact": match.exact} if match.exact is not None else {"prefix": match.prefix}


def retry_policy(asked: istio.VirtualServiceRetries) -> Json | None:
    """When and where to try again; nothing where retries are switched off."""
    only(asked, "attempts", "retry_on", "per_try_timeout", "retry_ignore_previous_hosts", "retry_remote_localities",
         "backoff")  # fmt: skip
    if not asked.attempts:
        return None
    return {
        **_conditions(asked.retry_on or str(MESH_RETRIES.retry_on)),
        "num_retries": asked.attempts,
        "host_selection_retry_max_attempts": 5,
        **({} if asked.retry_ignore_previous_hosts is False else {"retry_host_predicate": [_PREVIOUS_HOSTS]}),
        **({"retry_priority": _PREVIOUS_PRIORITIES} if asked.retry_remote_localities else {}),
        **({"per_try_timeout": in_seconds(asked.per_try_timeout)} if asked.per_try_timeout else {}),
        **({"retry_back_off": {"base_interval": in_seconds(asked.backoff)}} if asked.backoff else {}),
    }


def _conditions(retry_on: str) -> Json:
    """Words as they are; numbers among them are status codes, and turn on the word that makes Envoy look at them."""
    parts = [part.strip() for part in retry_on.split(",") if part.strip()]
    codes = [int(part) for part in parts if part.isdigit() and int(part) in _CODES]
    words = [part for part in parts if not (part.isdigit() and int(part) in _CODES)]
    if codes and "retriable-status-codes" not in words:
        words.append("retriable-status-codes")
    return {"retry_on": ",".join(words), **({"retriable_status_codes": codes} if codes else {})}


_PREVIOUS_HOSTS = typed(
    "envoy.retry_host_predicates.previous_hosts", "envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
)
_PREVIOUS_PRIORITIES = typed(
    "envoy.retry_priorities.previous_priorities",
    "envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig",
    update_frequency=2,
)
