"""The results as tables, as a page for the docs, and as a plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["TARGETS", "page", "plot", "table", "targets"]

TARGETS = {
    "app.py k8s ÷ TypeScript": 1.8,
    "a further environment without Node.js ÷ TypeScript": 0.5,
    "a further environment without Node.js ÷ limit": 0.35,
    "calls of Node.js per object": 2.0,
    "app.py aws ÷ TypeScript": 1.6,
    "make synth ÷ both CLIs and both apps": 1.5,
    "100 environments of both sides ÷ make synth": 12.0,
    "MiB that the largest process grows by for each of 100 environments": 2.0,
    "milliseconds of the clock per unit test": 20.0,
}
"""What we want, as ratios within one run (but for the last); at most this."""

_WIDE, _BAR, _LABEL = 760, 18, 300


def table(suite: Mapping[str, Any]) -> str:
    """A suite as a table in Markdown."""
    base = suite["rows"][suite["base"]]["cpu"]
    rows = [
        f"| {name} | {row['cpu']:.2f} | {row['cpu'] / base:.2f} | {row['wall']:.2f} | {row['memory']:.0f} |"
        for name, row in suite["rows"].items()
    ]
    head = f"| | processor, s | ÷ {suite['base']} | clock, s | MiB |\n|---|---|---|---|---|\n"
    runs = "once" if suite["runs"] == 1 else f"{suite['runs']} times; medians"
    return f"{suite['says']} Run {runs}.\n\n{head}" + "\n".join(rows)


def targets(made: Mapping[str, Any]) -> dict[str, float]:
    """What was reached of each target."""
    suites = {name: suite["rows"] for name, suite in made["suites"].items()}
    whole, further = suites["k8s"], suites["environments"]
    aws, synth, fleet = suites["aws"], suites["synth"], suites["fleet"]
    ours, theirs, least = (_further(further, name) for name in ("without Node.js", "TypeScript", "limit"))
    parts = sum(synth[name]["cpu"] for name in ("app.py aws", "app.py k8s", "cdk", "cdk8s"))
    reached = (
        whole["app.py k8s"]["cpu"] / whole["TypeScript"]["cpu"],
        ours / theirs,
        ours / least,
        made["calls"]["calls"] / made["calls"]["objects"],
        aws["app.py aws"]["cpu"] / aws["TypeScript"]["cpu"],
        synth["make synth"]["cpu"] / parts,
        fleet["both sides, 100"]["cpu"] / synth["make synth"]["cpu"],
        (fleet["both sides, 100"]["memory"] - fleet["both sides, 1"]["memory"]) / 99,
        1000 * made["tests"]["seconds"] / made["tests"]["passed"],
    )
    return dict(zip(TARGETS, reached, strict=True))


def page(made: Mapping[str, Any]) -> str:
    """docs/performance.md."""
    machine = ", ".join(f"{name} {value}" for name, value in made["machine"].items())
    rows = [
        f"| {name} | {TARGETS[name]} | {reached:.2f} | {'reached' if reached <= TARGETS[name] else 'missed'} |"
        for name, reached in targets(made).items()
    ]
    suites = "\n\n".join(f"## {name}\n\n{table(suite)}" for name, suite in made["suites"].items())
    calls = made["calls"]
    return (
        "# How fast it is\n\n"
        f"`make bench` wrote this page. {machine}. Rows of one table ran in turn. Compare "
        "rows of one table with each other only. Processor time is that of all processes together; ratios are "
        "made of it, because a busy machine disturbs it least.\n\n"
        "![acme prd, processor time](performance.svg)\n\n"
        "## What we want, and where we are\n\n| ratio | at most | measured | |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + f"\n\nBy cdk8s, acme prd takes {calls['calls']} messages to Node.js for {calls['objects']} objects.\n"
        "[Why, and what is left](guides/performance.md).\n\n" + suites + "\n"
    )


def plot(made: Mapping[str, Any]) -> str:
    """Bars of processor time, the suites of acme prd one below the other; reads on light and dark pages."""
    parts: list[str] = []
    down = 10
    for name in ("k8s", "aws", "synth"):
        rows = made["suites"][name]["rows"]
        longest = max(row["cpu"] for row in rows.values())
        parts.append(f'<text class="h" x="10" y="{down + 14}">{escape(name)}</text>')
        down += 24
        for label, row in rows.items():
            parts.append(_bar(down, label, row["cpu"], longest))
            down += _BAR + 6
        down += 14
    style = (
        "text{font:13px system-ui,sans-serif;fill:#222}.h{font-weight:600}rect{fill:#3b6ea8}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#7fb0e6}}"
    )
    title = "<title>Processor time of acme prd</title>"
    size = f'viewBox="0 0 {_WIDE} {down}" width="{_WIDE}" height="{down}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    return f"{head}{title}<style>{style}</style>{''.join(parts)}</svg>\n"


def _further(rows: Mapping[str, Any], name: str) -> float:
    """What one more environment costs in a process that has made one."""
    (first, least), (most, all_of_them) = sorted(
        (int(label.rpartition(" ")[2]), row["cpu"]) for label, row in rows.items() if label.startswith(f"{name}, ")
    )
    return (all_of_them - least) / (most - first)


def _bar(down: int, label: str, seconds: float, longest: float) -> str:
    room = _WIDE - _LABEL - 90
    across = max(1.0, room * seconds / longest)
    return (
        f'<text x="10" y="{down + 13}">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{down}" width="{across:.0f}" height="{_BAR}"/>'
        f'<text x="{_LABEL + across + 6:.0f}" y="{down + 13}">{seconds:.2f} s</text>'
    )
