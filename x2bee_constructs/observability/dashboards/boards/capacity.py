"""Whether there is room: nodes, what pods ask of them, addresses, autoscalers, volumes."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Column, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps

__all__ = ["capacity"]

_DISKS = ("avail_bytes", "size_bytes", "readonly")
_LIVE = 'max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)'


def capacity(props: DashboardsProps) -> Board:
    """The board."""
    return Board(
        uid("capacity"),
        "Capacity",
        "Nodes and what pods ask of them, addresses, autoscalers at their maximum, quotas and volumes.",
        (
            Row("Room", tuple(_room(props))),
            Row("Nodes", tuple(_nodes())),
            Row("Autoscalers and quotas", tuple(_bounds(props))),
            Row("Volumes", tuple(_volumes())),
        ),
        links=(board_link("Overview", "overview"),),
        hours=24,
    )


def _asked(resource: str) -> str:
    """What pods that are not over ask for."""
    return f'kube_pod_container_resource_requests{{resource="{resource}"}} * on (namespace, pod) group_left () {_LIVE}'


def _room(props: DashboardsProps) -> Iterator[Panel]:
    for resource, title in (("cpu", "CPU asked for"), ("memory", "Memory asked for")):
        has = f'kube_node_status_allocatable{{resource="{resource}"}}'
        asked = f"sum({_asked(resource)}) / sum({has})"
        says = "What all pods ask for of what all nodes have. Near 100 % the next pod waits for a node."
        lines = (Line(0.85, "the next node is near", "orange"), Line(1, "pods wait"))
        yield Panel(title, says, (Prom(asked, "of all nodes"),), "percentunit", width=6, lines=lines)
    nodes = Prom('sum(kube_node_status_condition{condition="Ready",status="true"})', "ready")
    lines = (Line(props.nodes_most, "all that there may be"),) if props.nodes_most else ()
    says = "Nodes that are ready"
    says += f"; there may be {props.nodes_most} at most." if props.nodes_most else "."
    yield Panel("Nodes", says, (nodes,), "none", width=6, lines=lines)
    pods = Prom('count(kube_pod_info{host_network="false"})', "pods")
    lines = (Line(props.subnet_addresses, "addresses of all app subnets"),) if props.subnet_addresses else ()
    says = "Pods with an address of a subnet. Nodes reserve addresses in blocks of 16, so the line is reached before."
    yield Panel("Addresses of pods", says, (pods,), "none", width=6, lines=lines)


def _nodes() -> Iterator[Panel]:
    yield Panel(
        "Each node",
        "What pods ask of each node, and what is used of it.",
        (
            Prom(f'sum by (node) ({_asked("cpu")}) / sum by (node) (kube_node_status_allocatable{{resource="cpu"}})'),
            Prom(
                f"sum by (node) ({_asked('memory')}) / "
                'sum by (node) (kube_node_status_allocatable{resource="memory"})'
            ),
            Prom(
                "sum by (node) (kube_pod_info * on (namespace, pod) group_left () "
                f'{_LIVE}) / sum by (node) (kube_node_status_allocatable{{resource="pods"}})'
            ),
            Prom('sum by (node) (kube_node_status_condition{condition=~".*Pressure",status="true"})'),
        ),
        kind="table",
        width=12,
        height=9,
        columns=(
            Column("Node", "node"),
            Column("CPU asked for", "#A", "percentunit", (Line(0.95, "full", "orange"),)),
            Column("Memory asked for", "#B", "percentunit", (Line(0.95, "full", "orange"),)),
            Column("Pods", "#C", "percentunit", (Line(0.9, "no more pods"),)),
            Column("Under pressure", "#D", "none", (Line(1, "yes"),)),
        ),
    )
    busy = '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))'
    says = "How busy each node is."
    yield Panel(
        "CPU", says, (Prom(busy, "{{instance}}"),), "percentunit", "graph", 6, 9, most=1, lines=(Line(0.9, "busy"),)
    )
    used = "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"
    says = "Memory in use of each node."
    lines = (Line(0.9, "the kubelet evicts pods soon"),)
    yield Panel("Memory", says, (Prom(used, "{{instance}}"),), "percentunit", "graph", 6, 9, most=1, lines=lines)
    # Whichever disk a node's image mounts where: what can be written is what fills.
    avail, size, fixed = (f'node_filesystem_{what}{{fstype=~"ext4|xfs"}}' for what in _DISKS)
    full = f"max by (instance) ((1 - {avail} / {size}) and {fixed} == 0)"
    says = "How full each node's fullest disk is: images, logs, empty volumes and Fluentd's buffers."
    lines = (Line(0.8, "images are removed", "orange"), Line(0.9, "pods are evicted"))
    yield Panel("Disk", says, (Prom(full, "{{instance}}"),), "percentunit", width=12, most=1, lines=lines)
    waiting = 'sum by (namespace) (kube_pod_status_phase{phase="Pending"})'
    says = "Pods that have no node yet, or still fetch their image."
    yield Panel("Pods that wait", says, (Prom(waiting, "{{namespace}}"),), width=12, lines=(Line(1, "one", "orange"),))


def _bounds(props: DashboardsProps) -> Iterator[Panel]:
    now, most = (f"kube_horizontalpodautoscaler_{what}" for what in ("status_current_replicas", "spec_max_replicas"))
    full = f"({now} >= {most}) and ({most} > 1)"
    legend = "{{namespace}} {{horizontalpodautoscaler}}"
    says = "Autoscalers with all the pods that they may start, and how many those are. Empty is good."
    yield Panel(
        "At their maximum", says, (Prom(full, legend),), width=12, lines=(Line(1, "nothing is left", "orange"),)
    )
    now, most = (f'kube_resourcequota{{namespace="{props.namespace}",type="{one}"}}' for one in ("used", "hard"))
    used = f"{now} / ignoring (type) ({most} > 0)"
    says = "What the namespace uses of its quota: at 100 % no further pod is made."
    yield Panel("Quota", says, (Prom(used, "{{resource}}"),), "percentunit", width=12, lines=(Line(0.9, "nearly all"),))


def _volumes() -> Iterator[Panel]:
    used = "kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes"
    says = "How full each volume is."
    legend = "{{namespace}} {{persistentvolumeclaim}}"
    lines = (Line(0.8, "make it larger", "orange"), Line(0.9, "nearly full"))
    yield Panel("Used", says, (Prom(used, legend),), "percentunit", width=12, most=1, lines=lines)
    days = "predict_linear(kubelet_volume_stats_available_bytes[1d], 4 * 86400)"
    says = "What will be free in four days if it goes on as in the last; below nothing it is full by then."
    yield Panel(
        "In four days",
        says,
        (Prom(days, legend),),
        "bytes",
        width=12,
        least=None,
        falling=True,
        lines=(Line(0, "full"),),
    )
