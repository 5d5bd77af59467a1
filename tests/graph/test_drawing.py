"""A person can read it: nothing lies on anything else, and each line can be followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.pictures import EVERYTHING, graphs
from x2bee_constructs import Platform
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.drawing import LONGEST, PADDING, Box, Drawing, details, draw
from x2bee_constructs.graph.layers import columns, forward
from x2bee_constructs.graph.model import Graph
from x2bee_constructs.graph.ordering import crossings, ordered
from x2bee_constructs.graph.placing import LANE_GAP, placed
from x2bee_constructs.graph.routes import Bundle, Lane, Segment, routes
from x2bee_constructs.graph.style import DETAIL, LABEL, NAME
from x2bee_constructs.graph.text import lines, width

_EXACT = 0.01
"""Pixels that are no distance: what adding and subtracting leaves."""


def apart(one: Box, other: Box) -> bool:
    return _beside(one, other) or _beside(other, one)


def _beside(one: Box, other: Box) -> bool:
    return one.right <= other.left + _EXACT or one.bottom <= other.top + _EXACT


def inside(one: Box, other: Box) -> bool:
    across = one.left >= other.left - _EXACT and one.right <= other.right + _EXACT
    return across and one.top >= other.top - _EXACT and one.bottom <= other.bottom + _EXACT


def faults(found: Graph, drawing: Drawing) -> Iterator[str]:
    """What keeps a person from reading it."""
    whole = Box(0, 0, drawing.width, drawing.height)
    for (a, one), (b, other) in combinations(drawing.boxes.items(), 2):
        if not apart(one, other):
            yield f"{a.name} lies on {b.name}"
    for node, box in drawing.boxes.items():
        texts = [(line, NAME) for line in lines(node.name, LONGEST)] + [(line, DETAIL) for line in details(node)]
        if any(width(text, size) > box.width - PADDING for text, size in texts):
            yield f"{node.name} is wider than its box"
        if not inside(box, whole):
            yield f"{node.name} lies outside"
    for frame in drawing.frames:
        for node, box in drawing.boxes.items():
            if node.group == frame.group and not inside(box, frame.box):
                yield f"{node.name} is not in its frame"
            if node.group != frame.group and not apart(box, frame.box):
                yield f"{node.name} is in the frame of {frame.group}"
        if width(frame.label, LABEL) > frame.box.width - PADDING:
            yield f"{frame.label} is wider than its frame"
        if not inside(frame.box, whole):
            yield f"the frame of {frame.group} lies outside"
    services = next((frame.box for frame in drawing.frames if frame.group == "app"), None)
    for curve in (curve for line in drawing.lines for curve in line.curves if curve.on > curve.right):
        if services is None or not inside(Box(curve.right, curve.end, curve.on - curve.right, 0), services):
            yield "a line runs past services outside of their frame"
    for one, other in combinations(drawing.frames, 2):
        if not apart(one.box, other.box):
            yield f"{one.group} lies on {other.group}"
    yield from _lines(found, drawing)


def _lines(found: Graph, drawing: Drawing) -> Iterator[str]:
    if sorted(edge.rank for line in drawing.lines for edge in line.edges) != [edge.rank for edge in found.edges]:
        yield "lines are not the edges"
    for line in drawing.lines:
        for curve in line.curves:
            for node, box in drawing.boxes.items():
                # Between columns a curve meets no box; past a column it is straight, at `end`.
                swept = Box(
                    curve.left, min(curve.start, curve.end), curve.right - curve.left, abs(curve.start - curve.end)
                )
                if not apart(swept, box) or (
                    box.left < curve.on and box.right > curve.right and box.top <= curve.end <= box.bottom
                ):
                    yield f"{line.edges[0].sentence} runs through {node.name}"
        target, back = drawing.boxes[line.bundle.target], line.bundle.back
        at, height = (line.head.left, line.head.start) if back else (line.head.right, line.head.end)
        if at != (target.right if back else target.left) or not target.top < height < target.bottom:
            yield f"{line.edges[0].sentence} does not end at its target"
        for edge in line.edges:
            box = drawing.boxes[edge.source]
            ends = [(c.right, c.end) if back else (c.left, c.start) for c in line.curves]
            if not any(at == (box.left if back else box.right) and box.top < y < box.bottom for at, y in ends):
                yield f"{edge.sentence} does not begin at its source"


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_acme(environment: str, acme: Callable[[str], Platform]) -> None:
    found = graph(acme(environment))
    assert list(faults(found, draw(found))) == []


def test_everything() -> None:
    found = graph(Platform.model_validate(EVERYTHING))
    assert list(faults(found, draw(found))) == []


@given(found=graphs())
def test_any_graph(found: Graph) -> None:
    assert list(faults(found, draw(found))) == []


def test_acme_is_read_from_left_to_right(acme: Callable[[str], Platform]) -> None:
    found = graph(acme("prd"))
    boxes = {node.name: box for node, box in draw(found).boxes.items()}
    way = [
        "Browser",
        "ALB",
        "istio-ingressgateway",
        "x2bee-fo",
        "x2bee-gw",
        "x2bee-api-order",
        "x2bee-api-member",
        "mbod",
    ]
    places = [boxes[name].left for name in way]
    assert places == sorted(places)
    assert boxes["x2bee-batch-scheduler-mbod"].right < boxes["x2bee-batch-mbod"].left
    assert len({boxes[name].left for name in ("mbod", "gddp", "event", "api.pg.example.com")}) == 1
    assert draw(found).width < 1300, "at 1200 pixels names are still larger than 11"


@given(found=graphs())
def test_calls_lead_to_the_right(found: Graph) -> None:
    right = forward(found)
    place = columns(found, right)
    assert all(place[edge.source] < place[edge.target] for edge in right)
    assert all(edge.kind == "call" for edge in set(found.edges) - right), "only calls can come back"
    assert all(place[edge.target] < place[edge.source] for edge in set(found.edges) - right)
    assert sorted(set(place.values())) == list(range(len(set(place.values())))), "no column is empty"


@given(found=graphs())
def test_lines_only_ever_join(found: Graph) -> None:
    """From each piece on there is one way, which ends at the target: a line can be followed from any beginning."""
    routed = routes(found)
    for bundle, edges in routed.bundles.items():
        after: dict[object, set[object]] = {}
        for segment in (one for gap in routed.gaps for one in gap if one.bundle == bundle):
            start, end = (segment.right, segment.left) if bundle.back else (segment.left, segment.right)
            after.setdefault(start, set()).add(end)
        assert all(len(ends) == 1 for ends in after.values())
        for edge in edges:
            here: object = edge.source
            while here in after:
                (here,) = after[here]
            assert here == edge.target


@given(found=graphs())
def test_ordering_keeps_what_is_there(found: Graph) -> None:
    routed = routes(found)
    for before, now in zip(routed.columns, ordered(routed), strict=True):
        assert set(before) == set(now)
        assert len(before) == len(now)
        groups = [item.group == "outside" for item in now if not isinstance(item, Lane)]
        assert groups == sorted(groups), "AWS's above, the others below"


@given(found=graphs())
def test_crossings_are_counted(found: Graph) -> None:
    routed = routes(found)
    for gap, left, right in zip(routed.gaps, routed.columns, routed.columns[1:], strict=False):
        ends = [(left.index(segment.left), right.index(segment.right)) for segment in gap]
        crossed = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))
        assert crossings(gap, left, right) == crossed


def test_ordering_takes_crossings_away(acme: Callable[[str], Platform]) -> None:
    routed = routes(graph(acme("prd")))
    first, best = routed.columns, ordered(routed)
    count = [
        sum(crossings(gap, left, right) for gap, left, right in zip(routed.gaps, way, way[1:], strict=False))
        for way in (first, best)
    ]
    assert count[1] < count[0] / 3


def test_a_straight_line_stays_straight() -> None:
    found = graph(Platform.model_validate(EVERYTHING))
    one, other = found.nodes[0], found.nodes[-1]
    bundle = Bundle(other, "call")
    lanes = [Lane(bundle, number) for number in (1, 2)]
    gaps = [[Segment(one, lanes[0], bundle)], [Segment(lanes[0], lanes[1], bundle)], [Segment(lanes[1], other, bundle)]]
    heights = {one: 40.0, lanes[0]: 0.0, lanes[1]: 0.0, other: 40.0}
    assert len(set(placed([[one], [lanes[0]], [lanes[1]], [other]], gaps, heights).values())) == 1
    above = placed([[one], lanes], [], heights)
    assert above[lanes[1]] - above[lanes[0]] == LANE_GAP


@given(text=st.text("ab-., /", max_size=60), longest=st.integers(2, 20))
def test_texts_are_broken_and_nothing_is_lost(text: str, longest: int) -> None:
    broken = lines(text, longest)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(len(line) <= longest for line in broken)


def test_where_texts_are_broken() -> None:
    assert lines("x2bee-batch-scheduler-mbod", 14) == ("x2bee-batch-", "scheduler-mbod")
    assert lines("x2bee-api-bo", 14) == ("x2bee-api-bo",)
    assert lines("istio-ingressgateway", 14) == ("istio-", "ingressgateway")


def test_no_text_is_wider_than_assumed() -> None:
    """What they take in DejaVu Sans 2.37, by its own table of widths, in 2048ths of the size."""
    dejavu = {"x2bee-api-member": 19589, "scheduler-gddp": 15959, "mmmm": 7980, "WWWW": 8100, "illi": 2276}
    for text, units in dejavu.items():
        assert units / 2048 <= width(text, 1) <= units / 2048 * 1.15
