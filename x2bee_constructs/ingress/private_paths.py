r"""What programs answer the kubelet and Prometheus alone (`/actuator`), and nobody outside.

The services refuse it themselves. The gateway does, too: a policy that denies rather than a route that answers 404,
because it holds before any route, also one that is added later. It compares paths as the mesh writes them, with `//`,
`/./`, `/../`, `\` and encoded letters already undone (`pathNormalization: MERGE_SLASHES`), and so does the service.
"""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import security_v1 as security
from x2bee_constructs.ingress.denials import PORTS, deny, with_port
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.routes import Host, Route

__all__ = ["private_paths"]

_NAME = "x2bee-private-paths"


def private_paths(place: Place, props: IstioIngressProps) -> dict[str, KubeObject]:
    """The policy, by its id in the construct tree; none if no service says such paths."""
    closed: dict[tuple[str, ...], list[str]] = {}
    for host in sorted(props.hosts, key=lambda host: host.host):
        if paths := tuple(sorted({*_outside(props, host)})):
            closed.setdefault(paths, []).append(host.host)
    rules = [_rule(hosts, paths) for paths, hosts in sorted(closed.items())]
    return {"private-paths": deny(place, props, _NAME, rules)} if rules else {}


def _rule(hosts: list[str], paths: tuple[str, ...]) -> security.AuthorizationPolicyRule:
    operation = security.AuthorizationPolicyOperation(hosts=with_port(hosts), ports=PORTS, paths=list(paths))
    return security.AuthorizationPolicyRule(to=[security.AuthorizationPolicyTo(operation=operation)])


def _outside(props: IstioIngressProps, host: Host) -> Iterator[str]:
    """The private paths of all services of a host, as a request from outside must write them."""
    for route in (*host.routes, host.rest):
        for backend in route.to:
            upstream = props.services.get(backend.service)
            for path in upstream.private_paths if upstream else ():
                yield from _as_asked(route, path)


def _as_asked(route: Route, path: str) -> Iterator[str]:
    """Before the route's rewrite, which the policy does not see; none if the rewrite leads elsewhere."""
    if route.rewrite is None:
        yield path
    elif route.match == "prefix":
        becomes = route.rewrite.rstrip("/") + "/"
        if path.startswith(becomes):
            yield f"{route.path.rstrip('/')}/{path.removeprefix(becomes)}"
