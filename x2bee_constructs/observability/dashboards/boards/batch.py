"""Runs of jobs, as the schedulers that start them and Spring Batch tell them."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link, service_choice
from x2bee_constructs.observability.dashboards.boards.schedulers import scheduler_rows
from x2bee_constructs.observability.dashboards.model import Board, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import pods_of, rate

__all__ = ["batch"]

_JOB = "spring_batch_job_name"


def batch(props: DashboardsProps) -> Board | None:
    """The board; None where nothing runs jobs or starts them."""
    services, schedulers = props.batches, scheduler_rows(props)
    if not services and not schedulers:
        return None
    return Board(
        uid("batch"),
        "Batch runs",
        "Which jobs ran, how they ended, how long they took, and what they read and wrote.",
        (*schedulers, *(_services(props) if services else ())),
        (service_choice(services, all=True),) if services else (),
        (board_link("JVM", "jvm"),),
        hours=24,
    )


def _services(props: DashboardsProps) -> Iterator[Row]:
    its = f'namespace="{props.namespace}",app=~"$service"'
    yield Row("Jobs", tuple(_jobs(its)))
    yield Row("Steps and items", tuple(_steps(its)))
    yield Row("Pods", tuple(_pods(props)))


def _jobs(its: str) -> Iterator[Panel]:
    says = "Runs that ended well in the time shown."
    done = f'sum(increase(spring_batch_job_seconds_count{{{its},spring_batch_job_status="COMPLETED"}}[$__range]))'
    yield Panel("Completed", says, (Prom(f"{done} or vector(0)"),), "none", "stat", 6, 5)
    says = "Runs that failed in the time shown. They can be started again from where they stopped."
    bad = f'sum(increase(spring_batch_job_seconds_count{{{its},spring_batch_job_status!="COMPLETED"}}[$__range]))'
    yield Panel("Not completed", says, (Prom(f"{bad} or vector(0)"),), "none", "stat", 6, 5, lines=(Line(1, "one"),))
    says = "How long the run that is under way for longest has taken; nothing while none is."
    now = Prom(f"max by (app) (spring_batch_job_active_seconds_max{{{its}}})", "{{app}}")
    yield Panel("Under way", says, (now,), "s", "graph", 12, 5)
    runs = f"increase(spring_batch_job_seconds_count{{{its}}}[$__rate_interval])"
    ended = f"sum by ({_JOB}, spring_batch_job_status) ({runs})"
    legend = f"{{{{{_JOB}}}}} {{{{spring_batch_job_status}}}}"
    yield Panel("Ended", "Runs, when they ended and how.", (Prom(ended, legend),), "none", width=12, stack=True)
    says = "How long runs take on average. A line that rises from day to day will reach the next run."
    taken, count = (f"sum by ({_JOB}) (increase(spring_batch_job_seconds_{e}{{{its}}}[1d]))" for e in ("sum", "count"))
    yield Panel("Duration", says, (Prom(f"{taken} / ({count} > 0)", f"{{{{{_JOB}}}}}"),), "s", width=12)


def _steps(its: str) -> Iterator[Panel]:
    by = "spring_batch_step_job_name, spring_batch_step_name"
    legend = "{{spring_batch_step_job_name}} {{spring_batch_step_name}}"
    taken, count = (f"sum by ({by}) (increase(spring_batch_step_seconds_{e}{{{its}}}[1d]))" for e in ("sum", "count"))
    says = "How long each step takes on average."
    yield Panel("Steps", says, (Prom(f"{taken} / ({count} > 0)", legend),), "s")
    read = f"sum by (app) ({rate('spring_batch_item_read_seconds_count', its)})"
    processed = f"sum by (app) ({rate('spring_batch_item_process_seconds_count', its)})"
    says = "Items each second that were read, and that were worked on."
    yield Panel("Items", says, (Prom(read, "{{app}} read"), Prom(processed, "{{app}} worked on")), "cps")
    wrote, chunks = (f"sum by (app) ({rate(f'spring_batch_chunk_write_seconds_{e}', its)})" for e in ("sum", "count"))
    says = "How long it takes to write a chunk: locks and indices show here."
    yield Panel("Writing a chunk", says, (Prom(f"{wrote} / ({chunks} > 0)", "{{app}}"),), "s")


def _pods(props: DashboardsProps) -> Iterator[Panel]:
    pods = f'namespace="{props.namespace}",pod=~"{pods_of("($service)")}"'
    main = f'{pods},container=~"$service"'
    used = f"sum by (pod) ({rate('container_cpu_usage_seconds_total', main)})"
    yield Panel("CPU", "Of each pod's program.", (Prom(used, "{{pod}}"),), "none")
    memory = f"sum by (pod) (container_memory_working_set_bytes{{{main}}})"
    limit = f'max by (container) (kube_pod_container_resource_limits{{{main},resource="memory"}})'
    says = "Of each pod's program, and the limit at which the kernel ends it, and the run with it."
    yield Panel("Memory", says, (Prom(memory, "{{pod}}"), Prom(limit, "limit of {{container}}")), "bytes")
    again = f"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{pods}}}[$__rate_interval]))"
    says = "Programs that were started again: their runs were cut off."
    yield Panel("Restarts", says, (Prom(again, "{{pod}}"),), lines=(Line(1, "one"),))
