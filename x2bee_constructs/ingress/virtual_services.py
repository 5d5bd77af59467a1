"""VirtualServices: where the requests of a host go, how long they may take, and what is tried again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.answers import Answer, answer, asked
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.routes import HeaderRules, Host, Route
from x2bee_constructs.ingress.servers import SERVICE_PORT, groups
from x2bee_constructs.ingress.sticky import keeping, kept, release_cookie
from x2bee_constructs.ingress.tools import ToolHost
from x2bee_constructs.workload.names import host as service_host
from x2bee_constructs.workload.retries import SAFE_METHODS, Tries

__all__ = ["virtual_services"]

_HSTS = "strict-transport-security"


def virtual_services(place: Place, props: IstioIngressProps) -> dict[str, istio.VirtualService]:
    """Exactly one per host, by the id in the construct tree."""
    routed = {host.host: _routes(place, props, host) for host in props.hosts}
    routed |= {name: [_redirect(to, props)] for name, to in props.redirects.items()}
    routed |= {tool.host: [_tool_route(tool, _strict(props))] for tool in props.tools}
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
    named = [*((f"route-{index}", route) for index, route in enumerate(host.routes, 1)), ("rest", host.rest)]
    routed = [made for name, route in named for made in _route(place, props, host, name, route)]
    scoped = props.jwt is not None and any(scope.host == host.host for scope in props.jwt.required)
    return [*([_no_parameters()] if scoped else []), *routed]


def _no_parameters() -> istio.VirtualServiceHttp:
    """Where a token is asked for by path, paths with parameters are bad requests (400).

    Spring takes `/v1;a=b/me` for `/v1/me`; whoever compares texts does not, and would ask for no token.
    """
    with_some = istio.VirtualServiceMatch(uri=istio.VirtualServiceStringMatch(regex=".*;.*"))
    return istio.VirtualServiceHttp(
        name="path-parameters",
        match=[with_some],
        direct_response=istio.VirtualServiceDirectResponse(status=400),
    )


def _route(
    place: Place, props: IstioIngressProps, host: Host, name: str, route: Route
) -> Iterator[istio.VirtualServiceHttp]:
    """Where browsers keep to one of several services, those that have one come first."""
    found = answer(route, props.services)
    cookie = release_cookie(host, route) if found.sticky else None
    matched = {header: istio.VirtualServiceStringMatch(exact=value) for header, value in route.headers.items()}
    for service in (backend.service for backend in asked(route) if cookie):
        held = {**matched, "cookie": kept(str(cookie), service)}
        yield from _by_method(f"{name}-{service}", route, found, held, _headers(route, props), [_to(place, service)])
    several = len(route.to) > 1
    shared = [_to(place, backend.service, backend.weight if several else None, cookie) for backend in route.to]
    yield from _by_method(name, route, found, matched, _headers(route, props), shared)


Matches = Mapping[str, istio.VirtualServiceStringMatch]


def _by_method(
    name: str,
    route: Route,
    found: Answer,
    matched: Matches,
    headers: istio.VirtualServiceHeaders | None,
    to: list[istio.VirtualServiceRoute],
) -> Iterator[istio.VirtualServiceHttp]:
    """Two of each: reads and writes are tried again for different reasons."""
    tries = Tries(found.timeout, found.retries, found.alone, found.innermost)
    for kind, retries, methods in (("reads", tries.reads, SAFE_METHODS), ("writes", tries.writes, (None,))):
        yield istio.VirtualServiceHttp(
            name=f"{name}-{kind}",
            match=list(_matches(route, methods, matched)) or None,
            rewrite=_rewrite(route),
            headers=headers,
            route=to,
            timeout=f"{found.timeout}s",
            retries=retries,
        )


def _matches(route: Route, methods: Sequence[str | None], matched: Matches) -> Iterator[istio.VirtualServiceMatch]:
    headers = dict(sorted(matched.items()))
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


def _to(place: Place, service: str, weight: int | None = None, cookie: str | None = None) -> istio.VirtualServiceRoute:
    host, port = service_host(service, place.services), istio.VirtualServicePort(number=SERVICE_PORT)
    return istio.VirtualServiceRoute(
        destination=istio.VirtualServiceDestination(host=host, port=port),
        weight=weight,
        headers=keeping(cookie, service) if cookie else None,
    )


def _strict(props: IstioIngressProps) -> istio.VirtualServiceHeaders | None:
    """Browsers come back by HTTPS alone, if the platform says so."""
    if not props.hsts_days:
        return None
    return istio.VirtualServiceHeaders(response=istio.VirtualServiceHeaderOperations(set=_hsts(props)))


def _redirect(to: str, props: IstioIngressProps) -> istio.VirtualServiceHttp:
    """To the same path of another host, for good."""
    return istio.VirtualServiceHttp(
        name="redirect",
        headers=_strict(props),
        redirect=istio.VirtualServiceRedirect(authority=to, scheme="https", redirect_code=301),
    )


def _tool_route(tool: ToolHost, headers: istio.VirtualServiceHeaders | None) -> istio.VirtualServiceHttp:
    """Everything of a host, to its tool."""
    to = istio.VirtualServiceDestination(
        host=service_host(tool.service, tool.namespace), port=istio.VirtualServicePort(number=tool.port)
    )
    return istio.VirtualServiceHttp(
        name="all",
        headers=headers,
        route=[istio.VirtualServiceRoute(destination=to)],
        timeout=f"{tool.timeout}s",
        retries=istio.VirtualServiceRetries(attempts=0),
    )
