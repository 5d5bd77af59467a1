"""When somebody is called because a service does not keep its promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from x2bee_constructs.core.alerts import Alert, Runbook, Severity
from x2bee_constructs.observability.slo.props import Promise, Promises
from x2bee_constructs.observability.slo.recording import BAD, BUDGET, ratio
from x2bee_constructs.observability.slo.windows import PAGES, TICKETS, Burn

__all__ = ["ENOUGH", "slo_alerts"]

ENOUGH = 10
"""Bad requests within the long window, of fewer of which nobody is called: at night one error can be all there is."""

Slo = Literal["availability", "latency"]

_AREA = "services"

_CHANGED = (
    "What changed: `kubectl -n argocd get applications <service> -o jsonpath='{.status.history[-3:]}'` and "
    "`kubectl -n <namespace> rollout history deployment/<service>`"
)
_PODS = "`kubectl -n <namespace> get pods -l app=<service> -o wide`: restarts, pods that are not ready, one zone or all"
_DEPENDENCIES = (
    "Is it the service, or one that it calls: `sum by (destination_service_name, response_code, response_flags) "
    '(rate(istio_requests_total{reporter="source",source_workload="<service>"}[5m]))`'
)
_TRACES = "Jaeger: traces of the service with `error=true` or a long duration; Kiali shows the edge that is red"
_LOGS = "`kubectl -n <namespace> logs -l app=<service> --since=15m --prefix | grep -iE 'error|exception' | tail -50`"
_ROLL_BACK = (
    "It began with a deployment: revert the commit in the manifests' repository and let Argo CD sync; "
    "`kubectl -n <namespace> rollout undo deployment/<service>` is quicker, and undone by the next sync"
)
_MORE_PODS = (
    "All pods busy: raise `replicas.max` in the customer's file, or for now `kubectl -n <namespace> "
    "patch hpa <service> "
    '-p \'{"spec":{"maxReplicas":<n>}}\'`; look first whether its database takes more connections'
)
_ESCALATE = (
    "A page that burns on for 20 minutes: the owner of the service in the alert's `owner`, and whoever decides for the "
    "shop. Say since when, what share of requests, what was tried."
)

_MEANS: dict[Slo, str] = {
    "availability": "The service answers a larger share of its requests with 5xx, or not at all, than it may.",
    "latency": "The service answers a larger share of its requests later than it promised.",
}

_WHERE: dict[Slo, str] = {
    "availability": "Which answers: `sum by (response_code, response_flags, source_workload) (rate("
    'istio_requests_total{destination_service_name="<service>"}[5m]))`. Flags: UH no healthy pod, UF no connection, '
    "UO circuit open, UT no answer in time",
    "latency": "How slow: `histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket"
    '{reporter="destination",destination_workload="<service>"}[5m])))`',
}

_CAUSES: dict[Slo, Sequence[str]] = {
    "availability": (
        "A release with a fault",
        "A database, the session store or another service that it needs is away",
        "Too few pods for the load: the circuit opens and refuses",
        "A pod or a zone that is ill and still gets requests",
    ),
    "latency": (
        "A slow query, or a database with no free connections",
        "Another service that it calls is slow",
        "CPU: pods are throttled by their node, or the autoscaler is at its maximum",
        "Garbage collection: the heap is too small for the load",
    ),
}


def slo_alerts(promises: Promises) -> tuple[Alert, ...]:
    """Four for each service, and one for each budget that is spent."""
    return tuple(alert for name, promise in sorted(promises.items()) for alert in _of(name, promise))


def _of(name: str, promise: Promise) -> Iterator[Alert]:
    for slo in ("availability", "latency"):
        yield _burns(name, promise, slo, "critical", PAGES, "1m")
        yield _burns(name, promise, slo, "warning", TICKETS, "15m")
        yield _spent(name, promise, slo)


def _burns(name: str, promise: Promise, slo: Slo, severity: Severity, burns: Sequence[Burn], lasts: str) -> Alert:
    fast = severity == "critical"
    allowed = _allowed(promise, slo)
    what = "failed" if slo == "availability" else f"took over {promise.objective.latency_ms:g} ms"
    # The first of the two long windows: the share that people see for themselves in the dashboard.
    first = f'{ratio(burns[0].long)}{{service="{name}",slo="{slo}"}}'
    share = f"{{{{ with query `{first}` }}}}{{{{ . | first | value | humanizePercentage }}}}{{{{ else }}}}"
    share += "a share{{ end }}"
    return Alert(
        name=f"{slo.title()}Burns{'Fast' if fast else 'Slowly'}",
        area=_AREA,
        severity=severity,
        owner=promise.owner,
        service=name,
        labels={"slo": slo},
        expr="\nor\n".join(_arm(name, slo, burn, allowed) for burn in burns),
        lasts=lasts,
        summary=f"{name}: {share} of the requests of the last {burns[0].long} {what}; it may be {allowed * 100:g} %",
        description=_description(name, promise, slo, burns),
        runbook=Runbook(
            means=_MEANS[slo] + (" " + _SPEED[severity]),
            impact=_IMPACT[severity],
            causes=_CAUSES[slo],
            look=(_WHERE[slo], _DEPENDENCIES, _PODS, _CHANGED, _TRACES, _LOGS),
            act=(_ROLL_BACK, _MORE_PODS, _ILL_POD, _TELL) if fast else (_PLAN, _ROLL_BACK),
            escalate=_ESCALATE if fast else "Nobody at night: the owner plans it within the week.",
        ),
    )


_SPEED: dict[Severity, str] = {
    "critical": "So fast that the budget of 30 days is gone in two to five days: 14.4 times over an hour, or 6 times "
    "over six hours, and still so in the last minutes.",
    "warning": "Not fast, and for long: 3 times over a day, or 1 time over three days, so that the budget of 30 days "
    "will not last.",
}
_IMPACT: dict[Severity, str] = {
    "critical": "Customers see errors or wait now. On the storefront, the gateway, order and member it is sales.",
    "warning": "A few customers, again and again; nobody calls yet. What the budget pays for (releases, migrations) is "
    "used up by faults.",
}
_ILL_POD = (
    "One pod alone is bad: `kubectl -n <namespace> delete pod <pod>`; keep its log first, `kubectl -n <namespace> logs "
    "<pod> > pod.log`"
)
_TELL = "It lasts more than 15 minutes: tell the shop what does not work, and put up the notice on the storefront"
_PLAN = (
    "Make a ticket with the share, since when, and the first trace; a service that keeps none of its promises gets no "
    "releases but repairs until it does"
)


def _spent(name: str, promise: Promise, slo: Slo) -> Alert:
    return Alert(
        name=f"{slo.title()}BudgetSpent",
        area=_AREA,
        severity="warning",
        owner=promise.owner,
        service=name,
        labels={"slo": slo},
        expr=f'{BUDGET}{{service="{name}",slo="{slo}"}} <= 0',
        lasts="1h",
        summary=f"{name} has used up what it may miss in 30 days ({slo})",
        description=f"{slo.title()} over 30 days is below the promise; {{{{ $value | humanizePercentage }}}} of the "
        "budget is left.",
        runbook=Runbook(
            means="Over the last 30 days (or as long as Prometheus keeps) the service missed more than it promised.",
            impact="None by itself: whatever used it up was told when it burned. It is the moment to decide.",
            causes=("One long outage", "Many small ones that were tickets", "A promise that the service cannot keep"),
            look=(
                f'When it went: `1 - {BUDGET}{{service="<service>",slo="{slo}"}}` over 30 days in Grafana',
                f'The worst hours: `topk(10, {ratio("1h")}{{service="<service>"}})` over 30 days',
            ),
            act=(
                "No releases of the service but repairs, until the budget is back",
                (
                    "If it is the promise that is wrong: change `objectives` of the service in the "
                    "customer's file, with "
                    "the reason in the commit"
                ),
            ),
            escalate="Nobody at night: the owner and the shop decide within the week.",
        ),
    )


def _arm(name: str, slo: Slo, burn: Burn, allowed: float) -> str:
    which = f'{{service="{name}",slo="{slo}"}}'
    limit = f"{burn.factor * allowed:.8g}"
    both = " and ".join(f"{ratio(window)}{which} > {limit}" for window in (burn.long, burn.short))
    # Without the guard a single error in a quiet hour is an outage. Counted by its own steps: an average over a window
    # that Prometheus has not seen whole would count what was not there.
    return f"({both} and sum_over_time({BAD}{which}[{burn.long}:5m]) * 300 >= {ENOUGH})"


def _allowed(promise: Promise, slo: Slo) -> float:
    objective = promise.objective
    return round(1 - (objective.availability if slo == "availability" else objective.latency), 8)


def _description(name: str, promise: Promise, slo: Slo, burns: Sequence[Burn]) -> str:
    objective = promise.objective
    promised = (
        f"{objective.availability * 100:g} % of the requests are answered"
        if slo == "availability"
        else f"{objective.latency * 100:g} % of the answers come within {objective.latency_ms:g} ms"
    )
    fast = " or ".join(f"{burn.factor:g} times as fast over {burn.long} and {burn.short}" for burn in burns)
    needs = f" It calls {', '.join(promise.calls)}." if promise.calls else ""
    page = f" The service's own page: {promise.page}" if promise.page else ""
    return f"{name} promises that {promised}; its budget burns {fast}.{needs}{page}"
