"""When somebody is called because of nodes, pods and volumes.

The metrics are those of kube-state-metrics, the kubelet and node-exporter. All numbers are our judgement.
"""

from __future__ import annotations

from x2bee_constructs.cluster.pod_alerts import POD_ALERTS
from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["cluster_alerts"]

_AREA = "cluster"

_NODES = "`kubectl get nodes -o wide`, then `kubectl describe node <node>`: conditions and events"
_VOLUME = (
    "`kubectl -n <namespace> get pvc <claim>` and who mounts it: `kubectl -n <namespace> get pods -o json | jq -r "
    "'.items[] | select(.spec.volumes[]?.persistentVolumeClaim.claimName==\"<claim>\") | .metadata.name'`"
)
_GROW = (
    "Make it larger, which needs no restart: `kubectl -n <namespace> patch pvc <claim> -p "
    '\'{"spec":{"resources":{"requests":{"storage":"<size>Gi"}}}}\'`, and the same size in the customer\'s file'
)

_NODE_NOT_READY = Alert(
    name="NodeNotReady",
    area=_AREA,
    severity="critical",
    expr='kube_node_status_condition{condition="Ready",status="true"} == 0',
    lasts="10m",
    summary="{{ $labels.node }} has not been ready for ten minutes",
    runbook=Runbook(
        means="The node's kubelet does not answer, or says that it is not well, and nothing has replaced it.",
        impact="Its pods are started elsewhere after five minutes; those with a volume wait until the node is "
        "gone. With several such nodes, services are short of pods.",
        causes=(
            "The machine or its zone is ill",
            "No memory or disk is left on it",
            "It lost the network, or the control plane",
        ),
        look=(
            _NODES,
            "`aws ec2 describe-instance-status --instance-ids <id>` and the AWS Health Dashboard: the machine",
            (
                '`count by (zone) (label_replace(kube_node_labels, "zone", "$1", "label_topology_kubernetes_io_zone", '
                '"(.*)"))`: one zone or all'
            ),
        ),
        act=(
            (
                "One node: `kubectl delete node <node>` and `aws ec2 terminate-instances --instance-ids <id>`; another "
                "one comes by itself"
            ),
            (
                "A whole zone: `aws arc-zonal-shift start-zonal-shift` for the load balancer and the cluster (the "
                "guide docs/guides/day-0.md), then wait"
            ),
            "All nodes: the control plane; `aws eks describe-cluster --name <cluster>` and AWS Support",
        ),
    ),
)

_NODE_UNDER_PRESSURE = Alert(
    name="NodeUnderPressure",
    area=_AREA,
    severity="warning",
    expr='kube_node_status_condition{condition=~"(Memory|Disk|PID)Pressure",status="true"} == 1',
    lasts="10m",
    summary="{{ $labels.node }} has {{ $labels.condition }}: the kubelet evicts pods",
    runbook=Runbook(
        means="The node is short of memory, disk or process ids, and the kubelet ends pods that use most.",
        impact="Single pods restart elsewhere. Batches that are ended begin again.",
        causes=("A pod without limits (none of ours)", "Logs or images fill the disk", "A program that leaks"),
        look=(
            _NODES,
            '`topk(10, sum by (namespace, pod) (container_memory_working_set_bytes{node="<node>"}))`: who uses it',
            "`kubectl get pods -A --field-selector spec.nodeName=<node>,status.phase=Failed`: whom it ended",
        ),
        act=(
            "End or mend the pod that uses most",
            "`kubectl drain <node> --ignore-daemonsets --delete-emptydir-data`: another node comes by itself",
        ),
    ),
)

_NODE_DISK_FILLING = Alert(
    name="NodeDiskFilling",
    area=_AREA,
    severity="warning",
    expr='node_filesystem_avail_bytes{fstype=~"ext4|xfs"} / node_filesystem_size_bytes{fstype=~"ext4|xfs"} < 0.1',
    lasts="15m",
    summary="{{ $labels.instance }} has {{ $value | humanizePercentage }} of {{ $labels.mountpoint }} left",
    runbook=Runbook(
        means="Less than a tenth of a node's file system is free.",
        impact="None yet. At 5 % the kubelet evicts pods; Fluentd's buffers are on the same disk.",
        causes=(
            "Fluentd keeps records since its destination is away",
            "Images of many releases",
            "A pod writes into an emptyDir",
        ),
        look=(
            _NODES,
            '`fluentd_output_status_buffer_available_space_ratio{namespace="logging"}`: Fluentd\'s part',
            "`topk(10, sum by (namespace, pod) (kubelet_container_log_filesystem_used_bytes))`: loud pods",
        ),
        act=(
            "Fluentd: see FluentdBufferFilling",
            "Else `kubectl drain <node> --ignore-daemonsets --delete-emptydir-data`: a new node has an empty disk",
        ),
    ),
)

_LEFT = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes"

_VOLUME_FILLING = Alert(
    name="VolumeFilling",
    area=_AREA,
    severity="warning",
    expr=f"{_LEFT} < 0.4 and predict_linear(kubelet_volume_stats_available_bytes[6h], 86400) < 0",
    lasts="1h",
    summary="{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} will be full within a day",
    runbook=Runbook(
        means="As it has grown in the last six hours, the volume is full tomorrow; 60 % are used already.",
        impact="None yet.",
        causes=("More data than planned", "Write-ahead log that nobody reads", "Retention that does not delete"),
        look=(_VOLUME, '`kubelet_volume_stats_used_bytes{persistentvolumeclaim="<claim>"}` over a week'),
        act=(_GROW, "Write-ahead log: see the alerts of the database and of its syncs first"),
    ),
)

_VOLUME_FULL = Alert(
    name="VolumeFull",
    area=_AREA,
    severity="critical",
    expr=f"{_LEFT} < 0.05",
    lasts="5m",
    summary="{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left",
    runbook=Runbook(
        means="Less than 5 % of a volume is free.",
        impact="Whatever writes there stops: a database takes no writes, Prometheus forgets, a scheduler stands still.",
        causes=("As VolumeFilling", "One large file: a dump, a sort on disk"),
        look=(_VOLUME, "`kubectl -n <namespace> exec <pod> -- df -h`"),
        act=(_GROW, "Delete nothing of a database by hand: also not its write-ahead log"),
    ),
)


def cluster_alerts() -> tuple[Alert, ...]:
    """Those of every cluster."""
    return (
        _NODE_NOT_READY,
        _NODE_UNDER_PRESSURE,
        _NODE_DISK_FILLING,
        *POD_ALERTS,
        _VOLUME_FILLING,
        _VOLUME_FULL,
    )
