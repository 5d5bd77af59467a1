"""For every alert what makes it fire, and what is like that and must not: series of samples, a minute apart.

A value such as `1x40` stands still, `0+5x40` grows by 5 each minute, `_x40` is missing (promtool's notation).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["CASES", "Case"]

Series = Mapping[str, str]


class Case(NamedTuple):
    """What fires and what is quiet, looked at after some minutes."""

    fires: Series
    quiet: Series
    at: int = 40


def _pair(series: str, fires: str, quiet: str, at: int = 40) -> Case:
    return Case({series: fires}, {series: quiet}, at)


_NODE = 'kube_node_status_condition{node="a",condition="%s",status="true"}'
_POD = 'namespace="acme-app",pod="x2bee-fo-1",container="x2bee-fo"'
_DEPLOYMENT = '{namespace="acme-app",deployment="x2bee-fo"}'
_WANTED = f"kube_deployment_spec_replicas{_DEPLOYMENT}"
_HAS = f"kube_deployment_status_replicas_available{_DEPLOYMENT}"
_HPA = 'kube_horizontalpodautoscaler_%s{namespace="acme-app",horizontalpodautoscaler="x2bee-fo"}'
_PVC = 'kubelet_volume_stats_%s_bytes{namespace="acme-data",persistentvolumeclaim="mbod-1"}'
_GATEWAY = 'istio_requests_total{reporter="source",source_workload="istio-ingressgateway",response_code="%s"}'
_SEND = 'fluentd_output_status_%s{namespace="logging",pod="fluentd-x",plugin_id="%s"}'
_CNPG = '{namespace="acme-data",pod="event-1",%s}'
_DAY = 86_400


def _cnpg(metric: str, labels: str = "") -> str:
    return f"{metric}{_CNPG % labels}".replace(",}", "}")


_CLUSTER = {
    "NodeNotReady": _pair(_NODE % "Ready", "0x40", "1x40"),
    "NodeUnderPressure": _pair(_NODE % "DiskPressure", "1x40", "0x40"),
    "NodeDiskFilling": Case(
        {'node_filesystem_avail_bytes{fstype="xfs"}': "5x40", 'node_filesystem_size_bytes{fstype="xfs"}': "100x40"},
        {'node_filesystem_avail_bytes{fstype="tmpfs"}': "5x40", 'node_filesystem_size_bytes{fstype="tmpfs"}': "100x40"},
    ),
    "PodCrashLoops": _pair(
        # It waits, runs for a moment, and waits again: told all the same.
        f'kube_pod_container_status_waiting_reason{{{_POD},reason="CrashLoopBackOff"}}',
        "1x3 0x1 1x3 0x1 1x3 0x1 1x3 0x1 1x30",
        "1x3 0x60",
    ),
    "PodOutOfMemory": Case(
        {
            f'kube_pod_container_status_last_terminated_reason{{{_POD},reason="OOMKilled"}}': "1x40",
            f"kube_pod_container_status_restarts_total{{{_POD}}}": "0x30 1x10",
        },
        {
            f'kube_pod_container_status_last_terminated_reason{{{_POD},reason="OOMKilled"}}': "1x40",
            f"kube_pod_container_status_restarts_total{{{_POD}}}": "0x10 1x30",  # long ago
        },
    ),
    "WorkloadShortOfPods": Case({_HAS: "2x40", _WANTED: "3x40"}, {_HAS: "2x12 3x28", _WANTED: "3x40"}),
    "WorkloadHasNoPods": Case({_HAS: "0x40", _WANTED: "3x40"}, {_HAS: "0x40", _WANTED: "0x40"}),
    "AutoscalerAtMaximum": Case(
        {
            _HPA % "status_desired_replicas": "6x40",
            _HPA % "spec_max_replicas": "6x40",
            _HPA % "spec_min_replicas": "3x40",
        },
        {
            _HPA % "status_desired_replicas": "1x40",
            _HPA % "spec_max_replicas": "1x40",
            _HPA % "spec_min_replicas": "1x40",
        },
    ),
    "PodsFindNoNode": _pair('kube_pod_status_unschedulable{namespace="acme-app",pod="a"}', "1x40", "0x40"),
    "VolumeFilling": Case(
        {_PVC % "available": "300-0.5x480", _PVC % "capacity": "1000x480"},
        {_PVC % "available": "900-0.1x480", _PVC % "capacity": "1000x480"},
        at=450,
    ),
    "VolumeFull": Case(
        {_PVC % "available": "40x40", _PVC % "capacity": "1000x40"},
        {_PVC % "available": "60x40", _PVC % "capacity": "1000x40"},
    ),
}

_ADD_ONS = {
    "ExternalSecretNotSynced": _pair(
        'externalsecret_status_condition{name="x2bee-fo",exported_namespace="acme-app",condition="Ready",status="False"}',
        "1x40",
        "1x9 0x31",
    ),
    "CertificateNotRenewed": _pair(
        'certmanager_certificate_expiration_timestamp_seconds{name="webhook"}',
        f"{13 * _DAY}x90",
        f"{15 * _DAY}x90",
        at=80,
    ),
    "CertificateExpires": _pair(
        'certmanager_certificate_expiration_timestamp_seconds{name="webhook"}', f"{2 * _DAY}x40", f"{4 * _DAY}x40"
    ),
    "ScalerFails": _pair(
        'keda_scaler_detail_errors_total{exported_namespace="acme-app",scaledObject="x2bee-fo"}', "0+1x40", "7x40"
    ),
    "KarpenterCannotLaunch": Case(
        {'karpenter_cloudprovider_errors_total{method="Create",error="InsufficientCapacityError"}': "0+1x60"},
        {'karpenter_cloudprovider_errors_total{method="Get",error="NodeClaimNotFoundError"}': "0+1x60"},
        at=55,
    ),
    "NodePoolAtLimit": Case(
        {
            'karpenter_nodepools_usage{nodepool="msa",resource_type="cpu"}': "95x40",
            'karpenter_nodepools_limit{nodepool="msa",resource_type="cpu"}': "100x40",
        },
        {
            'karpenter_nodepools_usage{nodepool="msa",resource_type="cpu"}': "95x40",
            'karpenter_nodepools_limit{nodepool="msa",resource_type="memory"}': "100x40",
        },
    ),
    "NodeGroupCannotGrow": _pair(
        'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}', "0x10 1x30", "1x40", at=25
    ),
}

_MESH = {
    "IstiodAway": Case({"up": "1x40"}, {'istio_build{component="pilot",tag="1.30.1"}': "1x40"}),
    "MeshConfigRejected": _pair('pilot_total_xds_rejects{type="lds"}', "0+1x40", "5x40"),
    "MeshPushSlow": Case(
        {
            'pilot_proxy_convergence_time_bucket{le="30"}': "0x40",
            'pilot_proxy_convergence_time_bucket{le="60"}': "0+10x40",
            'pilot_proxy_convergence_time_bucket{le="+Inf"}': "0+10x40",
        },
        {
            'pilot_proxy_convergence_time_bucket{le="1"}': "0+10x40",
            'pilot_proxy_convergence_time_bucket{le="30"}': "0+10x40",
            'pilot_proxy_convergence_time_bucket{le="+Inf"}': "0+10x40",
        },
    ),
    "MeshRootExpires": _pair("citadel_server_root_cert_expiry_timestamp", f"{50 * _DAY}x90", f"{70 * _DAY}x90", at=80),
    "GatewayErrors": Case(
        {_GATEWAY % "200": "0+90x40", _GATEWAY % "503": "0+10x40"},
        {_GATEWAY % "200": "0+9x40", _GATEWAY % "503": "0+1x40"},  # one a minute of ten: too few to call
    ),
    "NoHealthyUpstream": Case(
        {'istio_requests_total{reporter="source",destination_service_name="a",response_flags="UH"}': "0+10x40"},
        {'istio_requests_total{reporter="source",destination_service_name="a",response_flags="-"}': "0+10x40"},
    ),
}

_POSTGRES = {
    "PostgresDown": _pair(_cnpg("cnpg_collector_up"), "0x40", "1x40"),
    "PostgresSilent": Case({"up": "1x40"}, {_cnpg("cnpg_collector_up"): "1x40"}),
    "PostgresReplicaCutOff": Case(
        {
            _cnpg("cnpg_pg_replication_in_recovery"): "1x40",
            _cnpg("cnpg_pg_replication_is_wal_receiver_up"): "0x40",
        },
        {
            _cnpg("cnpg_pg_replication_in_recovery"): "0x40",  # the primary receives from nobody
            _cnpg("cnpg_pg_replication_is_wal_receiver_up"): "0x40",
        },
    ),
    "PostgresReplicaBehind": _pair(_cnpg("cnpg_pg_replication_lag"), "300x40", "30x40"),
    "PostgresOldTransactions": _pair(_cnpg("cnpg_pg_database_xid_age", 'datname="event"'), "1.1e9x40", "2e8x40"),
    "PostgresLongTransaction": _pair(
        _cnpg("cnpg_backends_max_tx_duration_seconds", 'usename="x2bee_api_order"'), "4000x40", "40x40"
    ),
    "PostgresArchiveFails": Case(
        {
            _cnpg("cnpg_pg_stat_archiver_last_failed_time"): "100x40",
            _cnpg("cnpg_pg_stat_archiver_last_archived_time"): "50x40",
        },
        {
            _cnpg("cnpg_pg_stat_archiver_last_failed_time"): "100x40",  # and one worked since
            _cnpg("cnpg_pg_stat_archiver_last_archived_time"): "150x40",
        },
    ),
}

_MONITORING = {
    "TargetsDown": Case(
        {
            'up{namespace="acme-app",job="a",instance="1"}': "0x40",
            'up{namespace="acme-app",job="a",instance="2"}': "1x40",
        },
        {
            'up{namespace="acme-app",job="a",instance="1"}': "1x40",
            'up{namespace="acme-app",job="a",instance="2"}': "1x40",
        },
    ),
    "RulesFail": _pair('prometheus_rule_evaluation_failures_total{rule_group="a"}', "0+1x40", "3x40"),
    "MonitoringConfigRefused": _pair('prometheus_config_last_reload_successful{pod="a"}', "0x40", "1x40"),
    "PrometheusStorageFails": _pair('prometheus_tsdb_wal_corruptions_total{pod="a"}', "0x10 1x30", "1x40"),
    "AlertmanagerAway": _pair('prometheus_notifications_alertmanagers_discovered{pod="a"}', "0x40", "2x40"),
    "AlertsNotSent": _pair(
        'alertmanager_notifications_failed_total{integration="slack"}', "0+1x40", "0x20 1x20", at=38
    ),
    "SpansLost": Case(
        {'otelcol_exporter_send_failed_spans{namespace="istio-system",exporter="otlp"}': "0+1x40"},
        {'otelcol_exporter_send_failed_spans_total{namespace="istio-system",exporter="otlp"}': "9x40"},
    ),
    "SpansRefused": Case(
        {'otelcol_receiver_refused_spans_total{namespace="istio-system",receiver="otlp"}': "0+1x40"},
        {'otelcol_receiver_refused_spans{namespace="istio-system",receiver="otlp"}': "9x40"},
    ),
    "TracesCutShort": Case(
        {'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early{namespace="istio-system"}': "0+1x40"},
        {'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total{namespace="istio-system"}': "9x40"},
    ),
    "RemoteWriteFails": _pair('prometheus_remote_storage_samples_failed_total{url="a"}', "0+1x40", "9x40"),
}

_MOST = 'gitlab_runner_concurrent{namespace="gitlab-runners",pod="a"}'
_RUNS = 'gitlab_runner_jobs{namespace="gitlab-runners",pod="a",state="%s"}'
_DELIVERY = {
    "JenkinsBuildsWait": _pair("jenkins_queue_stuck_value", "2x40", "2x20 0x40"),
    "GitlabJobsWait": Case(
        {_RUNS % "running": "2x40", _RUNS % "pending": "2x40", _MOST: "4x40"},
        {_RUNS % "running": "2x40", _RUNS % "pending": "1x40", _MOST: "4x40"},
    ),
    "GitlabJobsGetNoPod": _pair(
        'gitlab_runner_failed_jobs_total{namespace="gitlab-runners",pod="a",failure_reason="runner_system_failure"}',
        "0+1x40",
        "9x40",
    ),
    "SonarqubePartDown": Case(
        {"sonarqube_health_web_status": "1x40", "sonarqube_health_elasticsearch_status": "0x40"},
        {"sonarqube_health_web_status": "1x40", "sonarqube_health_elasticsearch_status": "1x30 0x5 1x5"},
    ),
    "ArgoCdOutOfSync": Case(
        {'argocd_app_info{name="x2bee-fo",sync_status="OutOfSync",health_status="Healthy"}': "1x40"},
        {'argocd_app_info{name="x2bee-fo",sync_status="Synced",health_status="Healthy"}': "1x40"},
    ),
    "ArgoCdDegraded": Case(
        {'argocd_app_info{name="x2bee-fo",sync_status="Synced",health_status="Degraded"}': "1x40"},
        {'argocd_app_info{name="x2bee-fo",sync_status="Synced",health_status="Progressing"}': "1x40"},
    ),
}

_LOGGING = {
    "FluentdBufferFilling": _pair(_SEND % ("buffer_available_space_ratio", "search_output"), "40x40", "90x40"),
    "FluentdBufferFull": _pair(_SEND % ("buffer_available_space_ratio", "archive_output_audit"), "5x40", "20x40"),
    "FluentdCannotSend": _pair(_SEND % ("retry_count", "search_output"), "9x40", "2x40"),
    "FluentdDeadLettersLeaving": _pair(
        'x2bee_dead_letters_bytes{namespace="logging",pod="fluentd-x"}', "450000000x40", "400000000x40"
    ),
    "FluentdDeadLetters": _pair(_SEND % ("emit_records", "dead_letters"), "0x25 1x15", "0x40"),
    "FluentdAway": _pair(
        'kube_daemonset_status_number_unavailable{namespace="logging",daemonset="fluentd"}', "1x40", "0x40"
    ),
    "FluentdSilent": Case({"up": "1x40"}, {_SEND % ("emit_count", "search_output"): "1x40"}),
    "LogIndexFailed": _pair('kube_job_status_failed{namespace="logging",job_name="log-index"}', "1x40", "0x40"),
}

_SYNC = '{sync="goods-of-orders"}'

_SYNCS = {
    "X2beeSyncStopped": _pair(f"x2bee_sync_ok{_SYNC}", "0x40", "1x40"),
    "X2beeSyncNotLookedAt": _pair(f"x2bee_sync_check_age_seconds{_SYNC}", "0+60x90", "30x90", at=80),
    "X2beeSyncLags": _pair('x2bee_sync_lag_seconds{sync="goods-of-orders",table="all"}', "86400x40", "3x40"),
    "X2beeSyncUnknown": Case({"up": "1x40"}, {f"x2bee_sync_ok{_SYNC}": "1x40"}),
    "X2beeSyncDisabled": _pair(f"x2bee_sync_enabled{_SYNC}", "0x40", "1x40"),
    "X2beeSyncSlotIdle": _pair(f"x2bee_sync_slot_active{_SYNC}", "0x40", "1x40"),
    "X2beeSyncBacklog": _pair(f"x2bee_sync_lag_bytes{_SYNC}", "1e12x40", "1e6x40"),
    "X2beeSyncCopies": _pair(f"x2bee_sync_tables_copying{_SYNC}", "1x90", "1x30 0x60", at=80),
}

_WHATAP = 'kube_deployment_status_replicas_available{namespace="%s",deployment="whatap-operator"}'
_AGENT = 'kube_pod_init_container_info{namespace="acme-app",pod="x2bee-fo-1",container="%s"}'

_APM = {
    "WhatapOperatorDown": _pair(_WHATAP % "whatap-monitoring", "0x40", "1x40"),
    # Another program's init container is no agent.
    "WhatapAgentsMissing": Case({_AGENT % "istio-init": "1x40"}, {_AGENT % "whatap-agent-init": "1x40"}),
}

_SCHEDULER = 'namespace="acme-app",pod="x2bee-batch-scheduler-gddp-7d9f-abcde"'
_EVENT = f'{_SCHEDULER},event="x2settle",title="settlement",category="gddp"'


def _event(metric: str) -> str:
    return f"x2bee_batch_event_{metric}{{{_EVENT}}}"


_BATCH = {
    # Another one's primary is not its own, and none to be seen is none.
    "BatchSchedulerWithoutPrimary": Case(
        {'x2bee_batch_scheduler_primary{namespace="acme-app",pod="x2bee-batch-scheduler-mbod-7d9f-abcde"}': "1x40"},
        # While one pod ends and the next has begun, the new one counts.
        {
            f"x2bee_batch_scheduler_primary{{{_SCHEDULER}}}": "0x40",
            'x2bee_batch_scheduler_primary{namespace="acme-app",pod="x2bee-batch-scheduler-gddp-7d9f-fghij"}': "1x40",
        },
    ),
    "BatchSchedulerClockStands": _pair(
        f"x2bee_batch_scheduler_tick_age_seconds{{{_SCHEDULER}}}", "0+60x40", "1x20 45 1x20"
    ),
    # Due ten minutes after the hour, and it never ran; the quiet one started a second after it was due.
    "BatchRunMissed": Case(
        {_event("due_timestamp_seconds"): "600x40"},
        {_event("due_timestamp_seconds"): "600x40", _event("last_start_timestamp_seconds"): "0x10 601x30"},
    ),
    "BatchRunFailed": _pair(_event("last_code"), "0x30 1x10", "1x30 0x10"),
    # A usual run takes ten minutes; twice that is allowed.
    "BatchRunTakesLong": Case(
        {_event("running_seconds"): "0+60x40", _event("usual_elapsed_seconds"): "600x40"},
        {_event("running_seconds"): "0x25 0+60x15", _event("usual_elapsed_seconds"): "600x40"},
    ),
    # Of what takes two seconds, nobody is told below five minutes.
    "BatchRunTookLong": Case(
        {_event("last_elapsed_seconds"): "1300x40", _event("usual_elapsed_seconds"): "600x40"},
        {_event("last_elapsed_seconds"): "290x40", _event("usual_elapsed_seconds"): "2x40"},
    ),
}

CASES: Mapping[str, Case] = {
    **_CLUSTER,
    **_ADD_ONS,
    **_MESH,
    **_POSTGRES,
    **_MONITORING,
    **_DELIVERY,
    **_LOGGING,
    **_SYNCS,
    **_APM,
    **_BATCH,
}
"""By the alert's name. Those of objectives are in `slo_cases`."""
