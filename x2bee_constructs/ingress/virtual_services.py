"""VirtualServices: where the requests of a host go, how long they may take, and what is tried again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.routes import Backend, HeaderRules, Host, Route
from x2bee_constructs.ingress.servers import SERVICE_PORT, groups
from x2bee_constructs.workload.limits import duration, per_try_ms
from x2bee_constructs.workload.names import host as service_host

__all__ = ["virtual_services"]

_SAFE = ("GET", "HEAD")
"""Methods that may be repeated whatever became of the first try (RFC 9110, safe methods)."""

_RETRY_READS = "connect-failure,refused-stream,reset,gateway-error"
"""Whatever did not come back whole, and 502, 503 and 504. Not 500: the next pod has the same fault."""

_RETRY_WRITES = "connect-failure,refused-stream,reset-before-request"
"""Only what cannot have reached the program: an order is never sent twice."""

_HSTS = "strict-transport-security"


def virtual_services(place: Place, props: IstioIngressProps) -> dict[str, istio.VirtualService]:
    """Exactly one per host, by the id in the construct tree."""
    routed = {host.host: _routes(place, props, host) for host in props.hosts}
    routed |= {name: [_redirect(to, props)] for name, to in props.redirects.items()}
    return {
        f"virtual-service-{name}": istio.VirtualService(
            metadata=place.meta(name),
            spec=istio.VirtualServiceSpec(
                hosts=[name], gateways=[names.gateway(group)], export_to=["."], http=routed[name]
            ),
        )
        for group, hosts in groups(props).items()
        for name in hosts
    }


def _routes(place: Place, props: IstioIngressProps, host: Host) -> list[istio.VirtualServiceHttp]:
    rest = Route.model_validate(host.model_dump(include=_ANSWER))
    named = [*((f"route-{index}", route) for index, route in enumerate(host.routes, 1)), ("rest", rest)]
    return [made for name, route in named for made in _route(place, props, name, route)]


_ANSWER = {"to", "timeout", "retries", "request_headers", "response_headers"}
"""What a host and a route have in common."""


def _route(place: Place, props: IstioIngressProps, name: str, route: Route) -> Iterator[istio.VirtualServiceHttp]:
    """Two for each: reads and writes are tried again for different reasons."""
    reads = istio.VirtualServiceRetries(
        attempts=route.retries,
        per_try_timeout=duration(per_try_ms(route.timeout, route.retries)) if route.retries else None,
        retry_on=_RETRY_READS if route.retries else None,
    )
    writes = istio.VirtualServiceRetries(attempts=route.retries, retry_on=_RETRY_WRITES if route.retries else None)
    for kind, retries, methods in (("reads", reads, _SAFE), ("writes", writes, (None,))):
        yield istio.VirtualServiceHttp(
            name=f"{name}-{kind}",
            match=list(_matches(route, methods)) or None,
            rewrite=_rewrite(route),
            headers=_headers(route, props),
            route=_destinations(place, route.to),
            timeout=f"{route.timeout}s",
            retries=retries,
        )


def _matches(route: Route, methods: Sequence[str | None]) -> Iterator[istio.VirtualServiceMatch]:
    headers = {name: istio.VirtualServiceStringMatch(exact=value) for name, value in sorted(route.headers.items())}
    for method in methods:
        for uri in _uris(route):
            if method or uri or headers:
                yield istio.VirtualServiceMatch(
                    method=istio.VirtualServiceStringMatch(exact=method) if method else None,
                    uri=uri,
                    headers=headers or None,
                )


def _uris(route: Route) -> list[istio.VirtualServiceStringMatch | None]:
    """`/api` and what is below it; Istio's own prefix would also take `/apix`."""
    exact = istio.VirtualServiceStringMatch(exact=route.path)
    if route.match == "exact":
        return [exact]
    if route.path == "/":
        return [None]
    below = istio.VirtualServiceStringMatch(prefix=route.path.rstrip("/") + "/")
    return [below] if route.path.endswith("/") else [exact, below]


def _rewrite(route: Route) -> istio.VirtualServiceRewrite | None:
    """The path's beginning exchanged, whole segments at a time; the query stays as it is."""
    if route.rewrite is None:
        return None
    if route.match == "exact":
        return istio.VirtualServiceRewrite(uri=route.rewrite)
    start, becomes = re.escape(route.path.rstrip("/")), route.rewrite.rstrip("/")
    regex = istio.VirtualServiceUriRegexRewrite(match=f"^{start}/?(.*)$", rewrite=rf"{becomes}/\1")
    return istio.VirtualServiceRewrite(uri_regex_rewrite=regex)


def _headers(route: Route, props: IstioIngressProps) -> istio.VirtualServiceHeaders | None:
    response = route.response_headers
    if props.hsts_days and _HSTS not in {*response.set, *response.remove}:
        response = response.model_copy(update={"set": {**response.set, **_hsts(props)}})
    request = _operations(route.request_headers)
    if not request and not response.said:
        return None
    return istio.VirtualServiceHeaders(request=request, response=_operations(response))


def _operations(rules: HeaderRules) -> istio.VirtualServiceHeaderOperations | None:
    if not rules.said:
        return None
    return istio.VirtualServiceHeaderOperations(
        set=dict(sorted(rules.set.items())) or None,
        add=dict(sorted(rules.add.items())) or None,
        remove=sorted(rules.remove) or None,
    )


def _hsts(props: IstioIngressProps) -> dict[str, str]:
    return {_HSTS: f"max-age={props.hsts_days * 86_400}"}


def _destinations(place: Place, backends: Sequence[Backend]) -> list[istio.VirtualServiceRoute]:
    port = istio.VirtualServicePort(number=SERVICE_PORT)
    return [
        istio.VirtualServiceRoute(
            destination=istio.VirtualServiceDestination(host=service_host(backend.service, place.services), port=port),
            weight=backend.weight if len(backends) > 1 else None,
        )
        for backend in backends
    ]


def _redirect(to: str, props: IstioIngressProps) -> istio.VirtualServiceHttp:
    """To the same path of another host, for good."""
    hsts = istio.VirtualServiceHeaderOperations(set=_hsts(props))
    return istio.VirtualServiceHttp(
        name="redirect",
        headers=istio.VirtualServiceHeaders(response=hsts) if props.hsts_days else None,
        redirect=istio.VirtualServiceRedirect(authority=to, scheme="https", redirect_code=301),
    )
