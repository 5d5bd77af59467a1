"""What services promise, and how fast they use up what they may miss: of what Prometheus records for the alerts."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import service_url
from x2bee_constructs.observability.dashboards.model import Column, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.slo.recording import BUDGET, OBJECTIVE, ratio
from x2bee_constructs.observability.slo.windows import BUDGET_DAYS, PAGES, TICKETS

__all__ = ["BURNING", "each_promise", "promise_of_one"]

_LEFT = (Line(0, "spent: no releases but repairs"), Line(0.25, "a quarter is left", "orange"))
"""Numbers below: the alert on a spent budget tells at 0."""

BURNING = (
    Line(TICKETS[-1].factor, "just as fast as the budget lasts", "orange"),
    Line(PAGES[0].factor, "somebody is called within the hour"),
)
"""The rates at which alerts tell first: of three days, and of one hour."""


def each_promise(props: DashboardsProps) -> Row:
    """All services: what is left, and what burns."""
    return Row("Promises", tuple(_each(props)))


def promise_of_one(props: DashboardsProps) -> Row:
    """The chosen service's."""
    return Row("What it promises", tuple(_one(props)))


def _each(props: DashboardsProps) -> Iterator[Panel]:
    which = [f'namespace="{props.namespace}",slo="{slo}"' for slo in ("availability", "latency")]
    asked = (
        *(f"sum by (service) ({OBJECTIVE}{{{one}}})" for one in which),
        *(f"sum by (service) ({BUDGET}{{{one}}})" for one in which),
    )
    yield Panel(
        "What is left",
        f"Of what each service may miss in {BUDGET_DAYS} days, or in as many as Prometheus keeps: 100 % at first, "
        "below 0 % when it missed more than it promised.",
        tuple(Prom(one) for one in asked),
        kind="table",
        width=12,
        height=9,
        columns=(
            Column("Service", "service", link=service_url()),
            Column("Promised: answered", "#A", "percentunit"),
            Column("Promised: in time", "#B", "percentunit"),
            Column("Left: answered", "#C", "percentunit"),
            Column("Left: in time", "#D", "percentunit"),
        ),
    )
    here = f'namespace="{props.namespace}"'
    burn = f"max by (service, slo) ({_burn('1h', here)})"
    says = "How many times faster than they may services use up their budgets, over an hour; at 1 it just lasts."
    yield Panel("Burning", says, (Prom(burn, "{{service}} {{slo}}"),), "short", width=12, height=9, lines=BURNING)


def _one(props: DashboardsProps) -> Iterator[Panel]:
    its = f'namespace="{props.namespace}",service="$service"'
    says = "Of what it may miss. Below 0 % it missed more than it promised."
    left = (Prom(f"max by (slo) ({BUDGET}{{{its}}})", "{{slo}}"),)
    yield Panel("Budget that is left", says, left, "percentunit", width=8, lines=_LEFT, falling=True, least=None)
    says = "Of the last five minutes and of the last hour: both must be high before somebody is called."
    for slo, title in (("availability", "Burning: answered"), ("latency", "Burning: in time")):
        which = f'{its},slo="{slo}"'
        both = (Prom(f"max({_burn(window, which)})", window) for window in ("5m", "1h"))
        yield Panel(title, says, tuple(both), "short", width=8, lines=BURNING)


def _burn(window: str, which: str) -> str:
    """A share of bad requests, as a multiple of the share that may be bad."""
    return f"{ratio(window)}{{{which}}} / (1 - {OBJECTIVE}{{{which}}})"
