"""When somebody is called because of pods: they end, do not become ready, or find no node.

The metrics are those of kube-state-metrics. All numbers are our judgement.
"""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["POD_ALERTS"]

_AREA = "cluster"

_POD = "`kubectl -n <namespace> describe pod <pod>`: events at the end"
_LAST_WORDS = "`kubectl -n <namespace> logs <pod> --all-containers --previous | tail -50`: its last words"
_CHANGED = "What changed: `kubectl -n argocd get applications` and the last commits of the manifests' repository"
_REVERT = "It began with a change: revert the commit and let Argo CD sync"

_POD_CRASH_LOOPS = Alert(
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

_POD_OUT_OF_MEMORY = Alert(
    name="PodOutOfMemory",
    area=_AREA,
    severity="warning",
    expr='kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1 and on (namespace, pod, '
    "container) increase(kube_pod_container_status_restarts_total[15m]) > 0",
    lasts="0s",
    summary="{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) wanted more memory than it may have",
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
                '`container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>"}` over a day: a step, or a '
                "slope"
            ),
            '`jvm_memory_used_bytes{pod="<pod>"}` by area, where it is a JVM',
            _LAST_WORDS,
        ),
        act=(
            "A step: find the request in the traces of that minute",
            (
                "A slope: give it more for now, `resources.memory` of the service in the customer's file, and take a "
                "heap dump before the next end"
            ),
        ),
    ),
)

_WORKLOAD_SHORT_OF_PODS = Alert(
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

_WORKLOAD_HAS_NO_PODS = Alert(
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

_AUTOSCALER_AT_MAXIMUM = Alert(
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
                '`sum by (source_workload) (rate(istio_requests_total{destination_service_name="<service>"}[5m]))`: '
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

_PODS_FIND_NO_NODE = Alert(
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

POD_ALERTS = (
    _POD_CRASH_LOOPS,
    _POD_OUT_OF_MEMORY,
    _WORKLOAD_SHORT_OF_PODS,
    _WORKLOAD_HAS_NO_PODS,
    _AUTOSCALER_AT_MAXIMUM,
    _PODS_FIND_NO_NODE,
)
"""Those of every cluster's pods."""
