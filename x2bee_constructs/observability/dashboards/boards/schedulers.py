"""Schedulers and their events, as each scheduler's exporter tells them: for the board of batch runs."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.model import Column, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import one_of, pods_of

__all__ = ["scheduler_rows"]

_BY = "title, category"
_ONE = "{{title}}"
_PAIRED = "on (namespace, pod, event, title, category)"
_BAD = (Line(1, "one"),)


def scheduler_rows(props: DashboardsProps) -> tuple[Row, ...]:
    """None where nothing starts batches."""
    if not props.schedulers:
        return ()
    pods = pods_of(f"({one_of(one.name for one in props.schedulers)})")
    its = f'{{namespace="{props.namespace}",pod=~"{pods}"}}'
    return (
        Row("Schedulers", tuple(_schedulers(its))),
        Row("Events", (_table(its), *_times(its))),
    )


def _schedulers(its: str) -> Iterator[Panel]:
    says = "1 while a scheduler is primary and lets events start. At 0 nothing starts by the clock."
    primary = Prom(_by_scheduler(f"x2bee_batch_scheduler_primary{its}"), "{{scheduler}}")
    yield Panel("Primary", says, (primary,), "none", "stat", 6, 5, lines=_BAD, falling=True)
    says = "Events that were due at least five minutes ago and have not started since."
    yield Panel("Missed", says, (Prom(f"count({_missed(its)}) or vector(0)"),), "none", "stat", 5, 5, lines=_BAD)
    says = "Events whose last run ended with a code other than 0."
    failed = Prom(f"count(x2bee_batch_event_last_code{its} != 0) or vector(0)")
    yield Panel("Failed", says, (failed,), "none", "stat", 5, 5, lines=_BAD)
    says = "How long ago the clock of each last ticked; it should each second."
    age = Prom(_by_scheduler(f"x2bee_batch_scheduler_tick_age_seconds{its}"), "{{scheduler}}")
    yield Panel("Since the last tick", says, (age,), "s", width=8, height=5, lines=(Line(30, "its clock stands"),))


def _by_scheduler(series: str) -> str:
    """Their pods come and go; the scheduler's name is what comes before a pod's last two words."""
    return f'max by (scheduler) (label_replace({series}, "scheduler", "$1", "pod", "(.*)-[a-z0-9]+-[a-z0-9]+"))'


def _missed(its: str) -> str:
    """As the alert has it: what has never run is missed too."""
    due, started = (f"x2bee_batch_event_{what}_timestamp_seconds{its}" for what in ("due", "last_start"))
    never = f"{_PAIRED} {due} unless {_PAIRED} {started}"
    return f"time() - {due} > 300 and {_PAIRED} ({due} > {_PAIRED} {started} or {never})"


def _table(its: str) -> Panel:
    says = (
        "Each event with its last run: when it was due and started, the code it ended with (0 is well), how long "
        "it took against the median of the last ones that ended well, and for how long it runs now."
    )
    return Panel(
        "Events",
        says,
        (
            # Grafana's dates are in milliseconds.
            Prom(f"1000 * {_latest('due_timestamp_seconds', its)}"),
            Prom(f"1000 * {_latest('last_start_timestamp_seconds', its)}"),
            Prom(_latest("last_code", its)),
            Prom(_latest("last_elapsed_seconds", its)),
            Prom(_latest("usual_elapsed_seconds", its)),
            Prom(_latest("running_seconds", its)),
            Prom(_latest("enabled", its)),
        ),
        kind="table",
        width=24,
        height=10,
        columns=(
            Column("Event", "title"),
            Column("Category", "category"),
            Column("Due", "#A", "dateTimeAsIso"),
            Column("Started", "#B", "dateTimeAsIso"),
            Column("Result", "#C", "none", _BAD),
            Column("Took", "#D", "s"),
            Column("Usual", "#E", "s"),
            Column("Under way", "#F", "s"),
            Column("By its clock", "#G", "none"),
        ),
    )


def _times(its: str) -> Iterator[Panel]:
    says = "How long the last run took, as a multiple of the usual. From 2 on, and five minutes, somebody is told."
    ratio = Prom(f"{_latest('last_elapsed_seconds', its)} / ({_latest('usual_elapsed_seconds', its)} > 0)", _ONE)
    yield Panel("Took, against usual", says, (ratio,), "none", width=12, lines=(Line(2, "over its usual time"),))
    says = "How long ago a run last ended well: a line that climbs past the event's interval is an event without runs."
    since = Prom(f"time() - {_latest('last_success_timestamp_seconds', its)}", _ONE)
    yield Panel("Since it last ended well", says, (since,), "s", width=12)


def _latest(what: str, its: str) -> str:
    """Of a pod that ends and the next one, both, the larger."""
    return f"max by ({_BY}) (x2bee_batch_event_{what}{its})"
