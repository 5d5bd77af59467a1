"""The way of logs from the nodes to OpenSearch and to the archive, as Fluentd tells it.

Its plugin writes counters as gauges (`gauge_all`); they only grow until a restart, so `rate` is right for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import rate

__all__ = ["fluentd"]

_OF = 'namespace="logging",pod=~"fluentd-.*"'
_SENDS = f'{_OF},plugin_id=~"search_output|archive_output_.*"'
_LETTERS = f'{_OF},plugin_id="dead_letters"'


def fluentd(props: DashboardsProps) -> Board | None:
    """The board; None without logs."""
    if props.logs is None:
        return None
    return Board(
        uid("fluentd"),
        "Fluentd",
        "Lines read, sent and refused, how full buffers are, and which destination does not keep up.",
        (Row("Through", tuple(_through())), Row("Waiting", tuple(_waiting())), Row("Pods", tuple(_pods()))),
        links=(board_link("OpenSearch", "opensearch"),),
    )


def _through() -> Iterator[Panel]:
    sent = f"sum by (plugin_id) ({rate('fluentd_output_status_emit_records', _SENDS)})"
    says = "Lines each second that are handed to each destination."
    yield Panel("Lines", says, (Prom(sent, "{{plugin_id}}"),), "cps", stack=True)
    errors = f"sum by (plugin_id) ({rate('fluentd_output_status_num_errors', _SENDS)})"
    says = "Errors each second when chunks are sent; they are tried again."
    yield Panel("Errors", says, (Prom(errors, "{{plugin_id}}"),), "cps", lines=(Line(0.1, "it does not get through"),))
    dead = f"sum by (pod) (delta(fluentd_output_status_emit_records{{{_LETTERS}}}[15m]))"
    says = "Records that were refused in 15 minutes; they are in a file on their node."
    yield Panel("Dead letters", says, (Prom(dead, "{{pod}}"),), lines=(Line(1, "one: alarm"),))


def _waiting() -> Iterator[Panel]:
    free = f"min by (plugin_id) (fluentd_output_status_buffer_available_space_ratio{{{_SENDS}}})"
    says = "How much of the fullest buffer is free. Below a tenth a pod is about to stop reading, and lines get lost."
    yield Panel(
        "Room in buffers",
        says,
        (Prom(free, "{{plugin_id}}"),),
        "percent",
        most=100,
        falling=True,
        lines=(Line(10, "critical alarm"), Line(50, "alarm", "orange")),
    )
    waits = f"sum by (plugin_id) (fluentd_output_status_buffer_total_bytes{{{_SENDS}}})"
    yield Panel("What waits", "On the disks of all nodes.", (Prom(waits, "{{plugin_id}}"),), "bytes", stack=True)
    again = f"max by (plugin_id) (fluentd_output_status_retry_count{{{_SENDS}}})"
    says = "How often the same chunk has been tried: 0 while all is well."
    yield Panel("Tries", says, (Prom(again, "{{plugin_id}}"),), lines=(Line(5, "alarm"),))


def _pods() -> Iterator[Panel]:
    states = 'kube_daemonset_status_{}{{namespace="logging",daemonset="fluentd"}}'
    says = "Nodes that should send logs, and those that do."
    wanted, ready = (Prom(states.format(one), called) for one, called in _STATES)
    yield Panel("Nodes", says, (wanted, ready))
    main = 'namespace="logging",pod=~"fluentd-.*",container="fluentd"'
    used = f"sum by (pod) ({rate('container_cpu_usage_seconds_total', main)})"
    yield Panel("CPU", "Of each pod.", (Prom(used, "{{pod}}"),), "none")
    memory = f"sum by (pod) (container_memory_working_set_bytes{{{main}}})"
    limit = f'max(kube_pod_container_resource_limits{{{main},resource="memory"}})'
    yield Panel("Memory", "Of each pod, and its limit.", (Prom(memory, "{{pod}}"), Prom(limit, "limit")), "bytes")


_STATES = (("desired_number_scheduled", "wanted"), ("number_ready", "ready"))
