"""The days as an SVG file: a line for each schedule, a bar for each run, as long as it usually takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from x2bee_constructs.batch.schedules.preview import Preview
from x2bee_constructs.batch.schedules.runs import Run

__all__ = ["as_svg"]

_LEFT, _RIGHT, _HEAD, _ROW, _FOOT = 250, 24, 96, 34, 64
_OFTEN = timedelta(minutes=59)
_WIDE = 1008
"""Pixels of all days: 144 for each of seven, 6 for an hour."""

_STYLE = """
.x2b{font-family:system-ui,"Noto Sans KR","Apple SD Gothic Neo",sans-serif;--page:#fff;--ink:#1b1f24;--soft:#57606a;
--grid:#d0d7de;--band:#f6f8fa;--run:#0969da;--skip:#afb8c1;--meet:#bc4c00}
@media (prefers-color-scheme:dark){.x2b{--page:#0d1117;--ink:#e6edf3;--soft:#9198a1;--grid:#30363d;--band:#161b22;
--run:#4493f8;--skip:#484f58;--meet:#f0883e}}
.x2b .page{fill:var(--page)}.x2b .band{fill:var(--band)}.x2b .grid{stroke:var(--grid);stroke-width:1}
.x2b text{fill:var(--ink);font-size:13px}.x2b .title{font-size:18px;font-weight:600}
.x2b .soft{fill:var(--soft);font-size:11px}.x2b .run{fill:var(--run)}
.x2b .skip{fill:none;stroke:var(--skip);stroke-width:1.5}
.x2b .often{fill:var(--run);opacity:.45}.x2b .meet{fill:var(--meet)}.x2b .off{opacity:.45}
""".replace("\n", "")


def as_svg(found: Preview) -> str:
    """The picture; the same days always give the same text."""
    down = _HEAD + _ROW * max(1, len(found.schedules)) + _FOOT
    across = _LEFT + _WIDE + _RIGHT
    size = {"width": str(across), "height": str(down), "viewBox": f"0 0 {across} {down}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "class": "x2b", "role": "img"})
    SubElement(root, "title").text = f"Schedules of {found.title}"
    SubElement(root, "style").text = _STYLE
    SubElement(root, "rect", {"class": "page", "width": str(across), "height": str(down)})
    _text(root, 24, 34, found.title, "title")
    last = found.start + timedelta(days=found.days - 1)
    days = found.start.isoformat() if found.days == 1 else f"{found.start.isoformat()} to {last.isoformat()}"
    _text(root, 24, 54, f"{days}, {found.zone}", "soft")
    _bands(root, found)
    _axis(root, found, down)
    for index, name in enumerate(found.schedules):
        _row(root, found, name, _HEAD + index * _ROW)
    _legend(root, found, down)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _axis(root: Element, found: Preview, down: int) -> None:
    """A line for each midnight, with its day; hours where there is room for them."""
    clock = ZoneInfo(found.zone)
    step = next(hours for hours in (1, 2, 3, 6, 12, 24) if _WIDE * hours / (24 * found.days) >= 34 or hours == 24)
    for offset in range(found.days * 24 + 1):
        shown = (found.begin + timedelta(hours=offset)).astimezone(clock)
        midnight = shown.hour == 0
        if not midnight and shown.hour % step:
            continue
        x = _x(found, shown)
        top = _HEAD - (26 if midnight else 8)
        SubElement(root, "line", {"class": "grid", "x1": x, "x2": x, "y1": str(top), "y2": str(down - _FOOT)})
        if midnight and offset < found.days * 24:
            _text(root, float(x) + 4, _HEAD - 18, shown.strftime("%a %d").replace(" 0", " "), "")
        elif not midnight and step < 24:
            _text(root, float(x) - 6, _HEAD - 8 + 4, f"{shown.hour:02}", "soft")


def _bands(root: Element, found: Preview) -> None:
    for index in range(0, len(found.schedules), 2):
        y = str(_HEAD + index * _ROW)
        SubElement(
            root, "rect", {"class": "band", "x": "0", "y": y, "width": str(_LEFT + _WIDE + _RIGHT), "height": str(_ROW)}
        )


def _row(root: Element, found: Preview, name: str, y: int) -> None:
    schedule = found.schedules[name]
    group = SubElement(root, "g", {"class": "row"} if schedule.enabled else {"class": "row off"})
    _text(group, 24, y + 15, _short(schedule.title or name, 30), "")
    state = "off: " if not schedule.enabled else "on demand: " if schedule.on_demand else ""
    _text(group, 24, y + 29, _short(f"{state}{schedule.service}/{schedule.job}", 38), "soft")
    for some in _together(found, name):
        _bar(group, found, some, y)


def _together(found: Preview, name: str) -> Iterator[list[Run]]:
    """Runs one by one; those that follow each other at less than an hour as one, or days of them would be thousands."""
    some: list[Run] = []
    for run in found.runs[name]:
        if some and (run.start - some[-1].start > _OFTEN or found.meets(run) or found.meets(some[-1]) or run.skipped):
            yield some
            some = []
        some.append(run)
    if some:
        yield some


def _bar(parent: Element, found: Preview, some: list[Run], y: int) -> None:
    run, last = some[0], some[-1]
    minutes = 1 if run.skipped else found.usual(run.schedule) or 1
    left, end = _x_of(found, run.start), min(_x_of(found, last.start + timedelta(minutes=minutes)), _LEFT + _WIDE)
    kind = "skip" if run.skipped else "meet" if found.meets(run) else "often" if len(some) > 1 else "run"
    place = {"x": f"{left:.1f}", "y": str(y + 8), "width": f"{max(3.0, end - left):.1f}", "height": str(_ROW - 16)}
    bar = SubElement(parent, "rect", {"class": kind, **place, "rx": "1"})
    SubElement(bar, "title").text = _said(found, some, minutes)


def _said(found: Preview, some: list[Run], minutes: int) -> str:
    run, last = some[0], some[-1]
    when = f"{run.start:%a %d %b %H:%M}"
    if run.skipped:
        return f"{when} ends at once: not the last day"
    if len(some) > 1:
        return f"{when} to {last.start:%a %d %b %H:%M}: {len(some)} runs"
    return f"{when}, about {minutes} min" if found.usual(run.schedule) else when


def _legend(root: Element, found: Preview, down: int) -> None:
    y, x = down - 28, 24
    marks = [("run", "a run, as long as it usually takes")]
    if any(run.skipped for runs in found.runs.values() for run in runs):
        marks.append(("skip", "starts and ends at once: not the last day of its month"))
    if any(len(some) > 1 for name in found.schedules for some in _together(found, name)):
        marks.append(("often", "runs that follow each other within the hour"))
    if found.overlaps:
        marks.append(("meet", "two heavy jobs of one database at once"))
    for kind, words in marks:
        SubElement(
            root, "rect", {"class": kind, "x": str(x), "y": str(y - 10), "width": "14", "height": "12", "rx": "1"}
        )
        _text(root, x + 20, y, words, "soft")
        x += 40 + 6 * len(words)


def _x(found: Preview, moment: datetime) -> str:
    return f"{_x_of(found, moment):.1f}"


def _x_of(found: Preview, moment: datetime) -> float:
    whole = (found.end - found.begin).total_seconds()
    return _LEFT + _WIDE * (moment - found.begin).total_seconds() / whole


def _text(parent: Element, x: float, y: float, text: str, kind: str) -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}"}
    SubElement(parent, "text", {**place, "class": kind} if kind else place).text = text


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
