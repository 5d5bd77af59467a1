"""The layers of the page: each a picture of its own, with places for every box and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.drawing import LINE, LONGEST, PADDING, Box, Curve, Drawing, Line, draw
from x2bee_constructs.graph.model import Edge, EdgeKind, Graph, Node
from x2bee_constructs.graph.style import DETAIL, NAME
from x2bee_constructs.graph.text import lines, width
from x2bee_constructs.logging.names import FLUENTD
from x2bee_constructs.logging.names import NAMESPACE as LOGGING
from x2bee_constructs.observability.names import COLLECTOR, JAEGER, MESH
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.props import Platform

__all__ = ["views"]

_GAP, _BETWEEN, _HEAD = 110.0, 12.0, 28.0
"""Pixels between columns, between boxes of a column, and above the first."""

_NEAR = 0.01
"""Pixels between two ends that meet: what is left of sums of fractions."""


@dataclass(frozen=True)
class _Flow:
    """Columns of boxes from left to right, each box with a name and a detail, and lines between them."""

    columns: tuple[tuple[str, Mapping[str, str]], ...]
    """The heading of each column, and its boxes: a name and a line about it."""
    lines: tuple[tuple[str, str, str, EdgeKind], ...] = field(default=())
    """From, to, in words, and how it is drawn."""


def views(platform: Platform) -> list[dict[str, Any]]:
    """Every layer that the platform has, as plain data with lengths in pixels."""
    whole = graph(platform)
    found = [
        _drawn("traffic", _only(whole, ("exposed", "call", "outside"))),
        _drawn("data", _only(whole, ("write", "read"))),
    ]
    flows = {"logs": _logs(platform), "traces": _traces(platform), "identities": _identities(platform)}
    return [*found, *(_flowing(name, flow) for name, flow in flows.items() if flow)]


def _only(whole: Graph, kinds: Sequence[EdgeKind]) -> Graph:
    edges = tuple(edge for edge in whole.edges if edge.kind in kinds)
    ends = {node for edge in edges for node in (edge.source, edge.target)}
    nodes = (node for node in whole.nodes if node in ends or ("call" in kinds and node.kind == "service"))
    return replace(whole, nodes=tuple(nodes), edges=edges)


def _drawn(name: str, shown: Graph) -> dict[str, Any]:
    drawing: Drawing = draw(shown)
    return {
        "id": name,
        "width": drawing.width,
        "height": drawing.height,
        "frames": [{"box": list(frame.box), "label": frame.label} for frame in drawing.frames],
        "nodes": [_node(node.name, node.detail, box, node.kind) for node, box in drawing.boxes.items()],
        "lines": [
            {
                "kind": line.bundle.kind,
                "edges": [_edge(edge) for edge in line.edges],
                "pieces": _pieces(line, drawing.boxes),
            }
            for line in drawing.lines
        ],
    }


def _pieces(line: Line, boxes: Mapping[Node, Box]) -> list[dict[str, Any]]:
    """The curves of a line, each with whose edges run through it: lines to one end join on their way."""
    whose: list[list[str]] = [[] for _ in line.curves]
    for edge in line.edges:
        for index in range(len(line.curves)) if line.bundle.back else _run(line.curves, boxes[edge.source]):
            whose[index].append(edge.source.name)
    target = boxes[line.edges[0].target]
    return [
        {"path": _way(curve), "of": names, "head": _head(line, curve, target)}
        for curve, names in zip(line.curves, whose, strict=True)
    ]


def _head(line: Line, curve: Curve, target: Box) -> str:
    """At which end of a curve the arrow's head stands, if it does."""
    if line.bundle.back:
        return "start" if curve is line.head else ""
    meets = abs(curve.right - target.left) < _NEAR and target.top - _NEAR <= curve.end <= target.bottom + _NEAR
    return "end" if meets else ""


def _run(curves: Sequence[Curve], source: Box) -> Iterator[int]:
    """The curves from a box on, one after the other."""
    x, low, high = source.right, source.top, source.bottom
    while True:
        found = [i for i, c in enumerate(curves) if abs(c.left - x) < _NEAR and low - _NEAR <= c.start <= high + _NEAR]
        if not found:
            return
        yield found[0]
        curve = curves[found[0]]
        x, low, high = max(curve.on, curve.right), curve.end, curve.end


def _edge(edge: Edge) -> list[str]:
    return [edge.source.name, edge.target.name, edge.sentence]


def _node(name: str, detail: str, box: Box, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "box": list(box),
        "lines": list(lines(name, LONGEST)),
        "details": list(lines(detail, LONGEST + 4)) if detail else [],
    }


def _way(curve: Curve) -> str:
    middle = (curve.left + curve.right) / 2
    on = f"H{curve.on:g}" if curve.on > curve.right else ""
    bend = f"C{middle:g} {curve.start:g} {middle:g} {curve.end:g} {curve.right:g} {curve.end:g}"
    return f"M{curve.left:g} {curve.start:g}{bend}{on}"


def _logs(platform: Platform) -> _Flow | None:
    """What programs write to standard output: Fluentd reads it on every node."""
    logs = platform.logs
    if not logs:
        return None
    kinds = {name: logs.services.get(name, "application") for name in platform.enabled_services}
    kept = {"OpenSearch": "searched", "S3 archive": "locked, by class"}
    return _Flow(
        (
            ("services", kinds),
            (LOGGING, {FLUENTD: "on every node"}),
            ("AWS", kept),
        ),
        (
            *((name, FLUENTD, f"{FLUENTD} reads the logs of {name} ({kind})", "call") for name, kind in kinds.items()),
            *((FLUENTD, store, f"{FLUENTD} writes logs to {store}", "write") for store in kept),
        ),
    )


def _traces(platform: Platform) -> _Flow | None:
    """The spans of the proxies: of programs too where their runtime sends them."""
    watched = platform.observability
    if not watched or platform.istio_revision is None:
        return None
    collector = COLLECTOR
    sources = dict.fromkeys(platform.enabled_services, "proxy")
    kept = {"OpenSearch": "spans"} if platform.logs else {}
    return _Flow(
        (
            ("services", sources),
            (MESH, {collector: f"keeps {watched.tracing.keep_percent:g} %, errors, slow ones"}),
            (MESH, {JAEGER: f"{watched.tracing.retention_days} days" if kept else "in memory"}),
            *((("AWS", kept),) if kept else ()),
        ),
        (
            *((name, collector, f"{name} sends spans to {collector}", "call") for name in sources),
            (collector, JAEGER, f"{collector} sends what it keeps to {JAEGER}", "call"),
            *((JAEGER, store, f"{JAEGER} writes spans to {store}", "write") for store in kept),
        ),
    )


def _identities(platform: Platform) -> _Flow | None:
    """Whose pods have a role in AWS, and what the role may use."""
    own = identities(platform)
    roles = {name: pod_role_name(platform.site, name) for name in own}
    # By its kind too: a queue and a topic may have one name, and a box is known by its name.
    used = {name: [f"{kind} {what}" for what, kind in _used(access)] for name, access in own.items()}
    if not own:
        return None
    return _Flow(
        (
            ("ServiceAccounts", dict.fromkeys(own, "Pod Identity")),
            ("IAM roles", dict.fromkeys(roles.values(), "")),
            ("AWS", dict.fromkeys((what for found in used.values() for what in found), "")),
        ),
        (
            *((name, role, f"{name} has the role {role}", "exposed") for name, role in roles.items()),
            *(
                (roles[name], what, f"{roles[name]} may use {what}", "write")
                for name, found in used.items()
                for what in found
            ),
        ),
    )


def _used(access: Any) -> Iterator[tuple[str, str]]:
    yield from ((queue.name, "SQS") for queue in access.queues)
    yield from ((name, "SNS") for name in access.topics)
    yield from ((bucket.name, "S3") for bucket in access.buckets)
    yield from ((name, "Parameter Store") for name in access.parameters)
    yield from ((name, "Secrets Manager") for name in access.secrets)


def _flowing(name: str, flow: _Flow) -> dict[str, Any]:
    """Columns beside each other, each in the middle of the highest."""
    sizes = [{box: _size(box, detail) for box, detail in boxes.items()} for _, boxes in flow.columns]
    highs = [sum(high + _BETWEEN for _, high in column.values()) - _BETWEEN for column in sizes]
    tallest, left, places, frames = max(highs), 12.0, dict[str, Box](), list[dict[str, Any]]()
    for (label, _), column, high in zip(flow.columns, sizes, highs, strict=True):
        wide = max([width(label, NAME) + 4 * PADDING, *(across for across, _ in column.values())])
        top = _HEAD + (tallest - high) / 2
        frames.append({"box": [left - 10, top - 24, wide + 20, high + 34], "label": label})
        for box, (_, down) in column.items():
            places[box] = Box(left, top, wide, down)
            top += down + _BETWEEN
        left += wide + _GAP
    details = {box: detail for _, boxes in flow.columns for box, detail in boxes.items()}
    services = set(flow.columns[0][1])
    return {
        "id": name,
        "width": left - _GAP + 12,
        "height": tallest + _HEAD + 14,
        "frames": frames,
        "nodes": [_flow_node(b, details[b], place, service=b in services) for b, place in places.items()],
        "lines": [
            {
                "kind": kind,
                "edges": [[a, b, words]],
                "pieces": [{"path": _way(_between(places[a], places[b])), "of": [a], "head": "end"}],
            }
            for a, b, words, kind in flow.lines
        ],
    }


def _size(name: str, detail: str) -> tuple[float, float]:
    across = max(width(name, NAME), width(detail, DETAIL)) + 2 * PADDING + 6
    return across, LINE * (2 if detail else 1) + 2 * PADDING


def _flow_node(name: str, detail: str, box: Box, *, service: bool) -> dict[str, Any]:
    kind = "service" if service else "other"
    return {"name": name, "kind": kind, "box": list(box), "lines": [name], "details": [detail] if detail else []}


def _between(start: Box, end: Box) -> Curve:
    return Curve(start.right, start.top + start.height / 2, end.left, end.top + end.height / 2, end.left)
