"""When somebody is called because of a schedule, in what the exporter says. All numbers are our judgement."""

from __future__ import annotations

from x2bee_constructs.batch import metrics
from x2bee_constructs.core.alerts import Alert, Runbook, Severity

__all__ = ["batch_alerts"]

_ON = "on (namespace, pod, event, title, category)"
_WHAT = "{{ $labels.title }} ({{ $labels.event }})"
_SECONDS = "{{ $value }} s, more than twice as long as usual"
_HISTORY = "Cronicle's pages, History: the run, its code, its log; the batch service's own log has the same key"
_SERVICE = "`kubectl -n <namespace> logs deploy/<batch> --since=2h`: the run by its key, and the stack of what it met"


def batch_alerts(scheduler: str, namespace: str) -> tuple[Alert, ...]:
    """Those of one scheduler."""
    of = f'namespace="{namespace}",pod=~"{scheduler}-[a-z0-9]+-[a-z0-9]+"'
    return (_primary(scheduler, of), _clock(scheduler, of), *_runs(scheduler, of))


def _primary(scheduler: str, of: str) -> Alert:
    expr = f"max({metrics.PRIMARY}{{{of}}}) < 1 or absent({metrics.PRIMARY}{{{of}}})"
    book = _book(
        means="A scheduler is not primary, or its metrics are not seen: nothing starts by the clock.",
        impact="Whatever was to start since then has not; runs that were under way go on in their services.",
        causes=["the pod waits for its Secret or its bucket", "its node is gone", "Prometheus does not reach it"],
        look=[
            "`kubectl -n <namespace> get pods -l app=<scheduler>`: whether it runs, and is ready",
            "`kubectl -n <namespace> logs deploy/<scheduler> | head`: what is missing, after `x2bee:`",
        ],
        act=[
            "`kubectl -n <namespace> rollout restart deployment <scheduler>`: nothing is lost, runs are found again",
            "Start by hand in Cronicle's pages what was missed and does not catch up",
        ],
    )
    return _alert(
        "BatchSchedulerWithoutPrimary", scheduler, "critical", expr, "5m", f"{scheduler} starts nothing", book
    )


def _clock(scheduler: str, of: str) -> Alert:
    book = _book(
        means="The program answers and its clock stands: it is busy with something else, or hangs.",
        impact="Nothing starts; the kubelet restarts it after 90 s of that.",
        causes=["too little memory", "S3 answers slowly"],
        look=["`kubectl -n <namespace> top pod -l app=<scheduler>`: memory against its limit"],
        act=[
            "`kubectl -n <namespace> rollout restart deployment <scheduler>`",
            "More memory: `resources` of the service",
        ],
    )
    expr = f"{metrics.TICK_AGE}{{{of}}} > 30"
    said = f"{scheduler}'s clock has not ticked for {{{{ $value }}}} s"
    return _alert("BatchSchedulerClockStands", scheduler, "critical", expr, "2m", said, book)


def _runs(scheduler: str, of: str) -> tuple[Alert, ...]:
    due, started = f"{metrics.DUE}{{{of}}}", f"{metrics.STARTED}{{{of}}}"
    usual, running = f"{metrics.USUAL}{{{of}}}", f"{metrics.RUNNING}{{{of}}}"
    elapsed, code = f"{metrics.ELAPSED}{{{of}}}", f"{metrics.CODE}{{{of}}}"
    # What has never run is missed too.
    missed = f"time() - {due} > 300 and {_ON} ({due} > {_ON} {started} or {_ON} {due} unless {_ON} {started})"
    long = f"{_ON} clamp_min(2 * {usual}, 300)"
    late, failed = f"{_WHAT} should have started", f"The last run of {_WHAT} failed"
    runs, took = f"{_WHAT} has run for {_SECONDS}", f"The last run of {_WHAT} took {_SECONDS}"
    return (
        _alert("BatchRunMissed", scheduler, "critical", missed, "2m", late, _missed()),
        _alert("BatchRunFailed", scheduler, "critical", f"{code} != 0", "0s", failed, _failed()),
        _alert("BatchRunTakesLong", scheduler, "warning", f"{running} > {long}", "1m", runs, _long()),
        _alert("BatchRunTookLong", scheduler, "warning", f"{elapsed} > {long}", "0s", took, _long()),
    )


def _missed() -> Runbook:
    return _book(
        means="An event was due at least five minutes ago, and no run of it has begun since.",
        impact="What it makes (settlements, stock) is of yesterday until somebody starts it.",
        causes=[
            "the run before goes on, and only one may",
            "its category or plugin was switched off",
            "its node was lost",
        ],
        look=[_HISTORY, "`kubectl -n <namespace> get events --sort-by=.lastTimestamp`: whether the pod was moved"],
        act=["Start it by hand in Cronicle's pages; the service runs each key once"],
    )


def _failed() -> Runbook:
    return _book(
        means="The last run of an event ended with a code other than 0; retries that were declared are over.",
        impact="What it makes is incomplete.",
        causes=[
            "the batch failed: its reason is the run's description",
            "the service was away longer than it is waited for",
        ],
        look=[_HISTORY, _SERVICE],
        act=["Mend the cause, then run it again in Cronicle's pages: a failed execution goes on where it stopped"],
    )


def _long() -> Runbook:
    return _book(
        means="A run takes more than twice the median of the last ones that ended well, and more than five minutes.",
        impact="The next runs of it wait, and heavy ones meet.",
        causes=["more rows than usual", "a database that is slow or locked", "another heavy batch at the same time"],
        look=[
            _HISTORY,
            f"`{metrics.USUAL}`: how long it takes else, on the dashboard of batch runs",
            "the database's dashboard: locks and longest transactions",
        ],
        act=["Let it end if it moves; else abort it in Cronicle's pages, which stops it at its next chunk"],
    )


def _book(*, means: str, impact: str, causes: list[str], look: list[str], act: list[str]) -> Runbook:
    return Runbook(means=means, impact=impact, causes=causes, look=look, act=act)


def _alert(name: str, scheduler: str, severity: Severity, expr: str, lasts: str, said: str, book: Runbook) -> Alert:
    return Alert(
        name=name,
        area="batch",
        severity=severity,
        expr=expr,
        lasts=lasts,
        summary=said,
        service=scheduler,
        runbook=book,
    )
