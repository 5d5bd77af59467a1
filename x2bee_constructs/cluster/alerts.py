"""When somebody is called because of nodes, pods and volumes.

The metrics are those of kube-state-metrics, the kubelet and node-exporter. All numbers are our judgement.
"""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["cluster_alerts"]

_AREA = "cluster"

_NODES = "`kubectl get nodes -o wide`, then `kubectl describe node <node>`: conditions and events"
_POD = "`kubectl -n <namespace> describe pod <pod>`: events at the end"
_LAST_WORDS = "`kubectl -n <namespace> logs <pod> --all-containers --previous | tail -50`: its last words"
_CHANGED = "What changed: `kubectl -n argocd get applications` and the last commits of the manifests' repository"
_REVERT = "It began with a change: revert the commit and let Argo CD sync"
_VOLUME = (
    "`kubectl -n <namespace> get pvc <claim>` and who mounts it: `kubectl -n <namespace> get pods -o json | jq -r "
    "'.items[] | select(.spec.volumes[]?.persistentVolumeClaim.claimName==\"<claim>\") | .metadata.name'`"
)
_GROW = (
    "Make it larger, which needs no restart: `kubectl -n <namespace> patch pvc <claim> -p "
    '\'{"spec":{"resources":{"requests":{"storage":"<size>Gi"}}}}\'`, and the same size in the customer\'s file'
)


def cluster_alerts() -> tuple[Alert, ...]:
    """Those of every cluster."""
    return (*_of_nodes(), *_of_pods(), *_of_volumes())


def _of_nodes() -> tuple[Alert, ...]:
    ready = Alert(
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
                    '`count by (zone) (label_replace(kube_node_labels, "zone", "$1", '
                    '"label_topology_kubernetes_io_zone", "(.*)"))`: one zone or all'
                ),
            ),
            act=(
                (
                    "One node: `kubectl delete node <node>` and `aws ec2 terminate-instances "
                    "--instance-ids <id>`; another "
                    "one comes by itself"
                ),
                (
                    "A whole zone: `aws arc-zonal-shift start-zonal-shift` for the load balancer "
                    "and the cluster (the guide "
                    "docs/guides/day-0.md), then wait"
                ),
                "All nodes: the control plane; `aws eks describe-cluster --name <cluster>` and AWS Support",
            ),
        ),
    )
    pressure = Alert(
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
    full = Alert(
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
    return ready, pressure, full


def _of_pods() -> tuple[Alert, ...]:
    loops = Alert(
        name="PodCrashLoops",
        area=_AREA,
        severity="warning",
        expr='max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
        lasts="10m",
        summary="{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) starts and ends again and again",
        runbook=Runbook(
            means="A container ends soon after it starts, and Kubernetes waits longer each time.",
            impact="The other pods of the service answer; if none does, WorkloadHasNoPods or an objective calls.",
            causes=("A release with a fault", "A setting or Secret that is missing or wrong", "A database is away"),
            look=(_LAST_WORDS, _POD, _CHANGED),
            act=(
                _REVERT,
                "A Secret: `kubectl -n <namespace> get externalsecrets`; ExternalSecretNotSynced has more",
            ),
        ),
    )
    memory = Alert(
        name="PodOutOfMemory",
        area=_AREA,
        severity="warning",
        expr='kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1 and on (namespace, pod, '
        "container) increase(kube_pod_container_status_restarts_total[15m]) > 0",
        lasts="0s",
        summary="{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) wanted more "
        "memory than it may have",
        runbook=Runbook(
            means="The kernel ended the container, since it used more than its limit.",
            impact="Requests that it was answering failed; callers tried again where that was safe.",
            causes=(
                "Off-heap memory of a JVM: threads, direct buffers, a large pool",
                "A request that loads everything (an export, a report)",
                "A leak: it comes back after the same time",
            ),
            look=(
                (
                    '`container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>"}` over a day: a step, or '
                    "a slope"
                ),
                '`jvm_memory_used_bytes{pod="<pod>"}` by area, where it is a JVM',
                _LAST_WORDS,
            ),
            act=(
                "A step: find the request in the traces of that minute",
                (
                    "A slope: give it more for now, `resources.memory` of the service in the "
                    "customer's file, and take a "
                    "heap dump before the next end"
                ),
            ),
        ),
    )
    short = Alert(
        name="WorkloadShortOfPods",
        area=_AREA,
        severity="warning",
        expr="kube_deployment_status_replicas_available < kube_deployment_spec_replicas",
        lasts="15m",
        summary="{{ $labels.namespace }}/{{ $labels.deployment }} has had fewer pods than wanted for 15 minutes",
        runbook=Runbook(
            means="Some pods of a Deployment do not become ready.",
            impact="The rest carries the load; a rollout stands still. The next loss may be felt.",
            causes=("A release whose pods do not become ready", "No node has room", "A node is ill"),
            look=("`kubectl -n <namespace> get pods -l app=<deployment> -o wide`", _POD, _CHANGED),
            act=(_REVERT, "No room: PodsFindNoNode has more"),
        ),
    )
    none = Alert(
        name="WorkloadHasNoPods",
        area=_AREA,
        severity="critical",
        expr="kube_deployment_status_replicas_available == 0 and kube_deployment_spec_replicas > 0",
        lasts="5m",
        summary="{{ $labels.namespace }}/{{ $labels.deployment }} has no pod that answers",
        runbook=Runbook(
            means="A Deployment that should run has not one ready pod.",
            impact="A service: whatever calls it fails. A controller: what it controls stands still.",
            causes=(
                "A release with a fault, and the last good pods are gone",
                "Its database or Secret is away, so that no pod becomes ready",
                "All its nodes went at once",
            ),
            look=("`kubectl -n <namespace> get pods -l app=<deployment> -o wide`", _POD, _LAST_WORDS, _CHANGED),
            act=(_REVERT, "A dependency: bring that back; pods become ready by themselves"),
        ),
    )
    most = Alert(
        name="AutoscalerAtMaximum",
        area=_AREA,
        severity="warning",
        expr="kube_horizontalpodautoscaler_status_desired_replicas >= kube_horizontalpodautoscaler_spec_max_replicas "
        "and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas",
        lasts="15m",
        summary="{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is at its maximum",
        runbook=Runbook(
            means="The autoscaler would add pods and may not.",
            impact="None while the pods bear it; then answers become slow, and the objective's alert calls.",
            causes=("More customers than planned (a sale)", "Slow answers of a dependency keep pods busy", "A robot"),
            look=(
                "`kubectl -n <namespace> describe hpa <name>`: which metric, against what",
                (
                    "`sum by (source_workload) "
                    '(rate(istio_requests_total{destination_service_name="<service>"}[5m]))`: '
                    "who asks so much"
                ),
            ),
            act=(
                "More customers: raise `replicas.max`; `x2bee check` says whether nodes and connections suffice",
                "A slow dependency: mend that; more pods would only wait with it",
                "A robot: `ingress.rate_limits` in the customer's file, or a rule of the web ACL",
            ),
        ),
    )
    nowhere = Alert(
        name="PodsFindNoNode",
        area=_AREA,
        severity="warning",
        expr="sum by (namespace) (kube_pod_status_unschedulable) > 0",
        lasts="10m",
        summary="{{ $value }} pods of {{ $labels.namespace }} have found no node for ten minutes",
        runbook=Runbook(
            means="No node has room for them, and none was added in ten minutes.",
            impact="Autoscaling and rollouts stand still; what runs goes on.",
            causes=(
                "The node group or NodePool is at its limit",
                "AWS has no such machine in the zone",
                "The subnet has no addresses left",
                "A volume is in another zone than the free nodes",
            ),
            look=(
                "`kubectl get pods -A --field-selector status.phase=Pending` and the events of one of them",
                (
                    "`kubectl get nodepools,nodeclaims` (Karpenter), or `kubectl -n kube-system get configmap "
                    "cluster-autoscaler-status -o yaml`"
                ),
                "`aws ec2 describe-subnets --subnet-ids <id> --query 'Subnets[].AvailableIpAddressCount'`",
            ),
            act=(
                "A limit: raise `cluster.nodes` in the customer's file and deploy the cluster's stack",
                "No such machine: add further instance types there",
            ),
        ),
    )
    return loops, memory, short, none, most, nowhere


def _of_volumes() -> tuple[Alert, ...]:
    left = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes"
    filling = Alert(
        name="VolumeFilling",
        area=_AREA,
        severity="warning",
        expr=f"{left} < 0.4 and predict_linear(kubelet_volume_stats_available_bytes[6h], 86400) < 0",
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
    full = Alert(
        name="VolumeFull",
        area=_AREA,
        severity="critical",
        expr=f"{left} < 0.05",
        lasts="5m",
        summary="{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | "
        "humanizePercentage }} left",
        runbook=Runbook(
            means="Less than 5 % of a volume is free.",
            impact="Whatever writes there stops: a database takes no writes, Prometheus forgets, a scheduler stands "
            "still.",
            causes=("As VolumeFilling", "One large file: a dump, a sort on disk"),
            look=(_VOLUME, "`kubectl -n <namespace> exec <pod> -- df -h`"),
            act=(_GROW, "Delete nothing of a database by hand: also not its write-ahead log"),
        ),
    )
    return filling, full
