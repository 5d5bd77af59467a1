"""When somebody is called because the watching itself is broken. Metrics are kube-state-metrics' and the kubelet's.

A licence or a password that does not come from AWS is told by the add-ons' `ExternalSecretNotSynced`.
"""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.apm import names
from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["scouter_alerts", "whatap_alerts"]

_AREA = "apm"


def whatap_alerts(watched: Sequence[str]) -> tuple[Alert, ...]:
    """Of WhaTap, whose operator nobody misses while pods start without their agents; `watched` are the namespaces."""
    return (_operator_down(), _agents_missing("|".join(watched)))


def scouter_alerts() -> tuple[Alert, ...]:
    """Of Scouter: while its collector is away, what agents send is lost."""
    return (_collector_down(), _disk_filling())


def _operator_down() -> Alert:
    home, operator = names.WHATAP_NAMESPACE, names.WHATAP_OPERATOR
    return Alert(
        name="WhatapOperatorDown",
        area=_AREA,
        severity="warning",
        expr=f'kube_deployment_status_replicas_available{{namespace="{home}",deployment="{operator}"}} < 1',
        lasts="15m",
        summary="WhaTap's operator does not run: pods that start now are not watched",
        runbook=Runbook(
            means="WhaTap's operator, which puts the agent into pods when they are made, has no running pod.",
            impact="Services go on and are not held up. Pods that start meanwhile have no agent.",
            causes=(
                f"The Secret {names.WHATAP_CREDENTIALS} is not there: the pod waits for it",
                "The image cannot be pulled",
                "No node has room",
            ),
            look=(
                f"`kubectl -n {home} describe pods -l app.kubernetes.io/name={operator}`: the events at the end",
                f"`kubectl -n {home} get externalsecret {names.WHATAP_CREDENTIALS}`: is the licence there",
            ),
            act=(
                "Put WHATAP_LICENSE, WHATAP_HOST and WHATAP_PORT into the secret in AWS, if they are missing",
                f"`kubectl -n {home} rollout restart deployment {operator}`",
                (
                    "Then restart the services that started without an agent: `kubectl -n <namespace> rollout restart "
                    "deployment <service>`"
                ),
            ),
        ),
    )


def _agents_missing(watched: str) -> Alert:
    where = f'namespace=~"{watched}",' if watched else ""
    return Alert(
        name="WhatapAgentsMissing",
        area=_AREA,
        severity="warning",
        expr=f'absent(kube_pod_init_container_info{{{where}container="whatap-agent-init"}})',
        lasts="30m",
        summary="No pod has WhaTap's agent",
        runbook=Runbook(
            means="No pod of the services has the init container that brings WhaTap's agent.",
            impact="WhaTap shows nothing of the services. They themselves run as always.",
            causes=(
                "All pods started while the operator was away: its webhook does not hold them up",
                "The object WhatapAgent is missing, or selects other labels",
                "The namespace enforces `restricted`, which refuses the agent's init container",
            ),
            look=(
                "`kubectl get whatapagent whatap -o yaml`: its targets",
                f"`kubectl -n <namespace> get pods -l {names.AGENT_LABEL}=whatap`: whom they should match",
                f"`kubectl -n {names.WHATAP_NAMESPACE} logs deployment/{names.WHATAP_OPERATOR} --since=1h`",
            ),
            act=(
                "Mend the operator or its object",
                "`kubectl -n <namespace> rollout restart deployment <service>`: new pods get the agent",
            ),
        ),
    )


def _collector_down() -> Alert:
    home, collector = names.SCOUTER_NAMESPACE, names.COLLECTOR
    return Alert(
        name="ScouterCollectorDown",
        area=_AREA,
        severity="warning",
        expr=f'kube_statefulset_status_replicas_ready{{namespace="{home}",statefulset="{collector}"}} < 1',
        lasts="10m",
        summary="Scouter's collector does not run: what the agents send is lost",
        runbook=Runbook(
            means="The one pod of Scouter's collector is not ready.",
            impact="Services go on. What their agents send by UDP meanwhile is lost, and Scouter shows a gap.",
            causes=(
                "The Secret with its account is not there: the pod waits for it",
                "Its disk is full, or in a zone without a node",
                "It needs more memory than it has",
            ),
            look=(
                f"`kubectl -n {home} describe pod {collector}-0`: events, and how it ended before",
                f"`kubectl -n {home} logs {collector}-0 --previous`: what it said last",
            ),
            act=(
                "Put `password` into the secret in AWS, if it is missing",
                "More memory: `apm.collector_memory_mib` in the customer's file",
                f"`kubectl -n {home} delete pod {collector}-0`: it starts again on its disk",
            ),
        ),
    )


def _disk_filling() -> Alert:
    home, claim = names.SCOUTER_NAMESPACE, f"data-{names.COLLECTOR}-0"
    where = f'namespace="{home}",persistentvolumeclaim="{claim}"'
    free, all_of_it = (f"kubelet_volume_stats_{what}_bytes{{{where}}}" for what in ("available", "capacity"))
    return Alert(
        name="ScouterDiskFilling",
        area=_AREA,
        severity="warning",
        expr=f"{free} / {all_of_it} < 0.1",
        lasts="15m",
        summary="Scouter's disk is fuller than the 80 % at which it removes days",
        runbook=Runbook(
            means="Less than a tenth of the collector's disk is free, although it removes the oldest day at 80 %.",
            impact="When the disk is full Scouter writes nothing more. Services do not notice.",
            causes=("One day alone is larger than the disk", "Something else was written to the disk"),
            look=(f"`kubectl -n {home} exec {names.COLLECTOR}-0 -- du -d 1 /var/lib/scouter`: which days there are",),
            act=(
                "Fewer days: `apm.profile_days` in the customer's file",
                f"More disk: enlarge the claim `kubectl -n {home} edit pvc {claim}`, then `apm.disk_gib`",
            ),
        ),
    )
