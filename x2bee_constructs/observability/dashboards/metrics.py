"""Every metric that the dashboards ask for, and who says it. A name that is not here is a panel that stays empty.

Where each name was read stands beside it (2026-11-30); two say that they are from memory. Tests hold that the boards
use these and no others, and that something which we emit scrapes each (`tests/observability/scraped.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["CLOUDWATCH", "PROMETHEUS", "Source", "known"]


class Source(NamedTuple):
    """Who says some metrics, and where that can be read."""

    who: str
    where: str
    names: tuple[str, ...]


PROMETHEUS: tuple[Source, ...] = (
    Source("Prometheus itself", "documentation, Alerting rules", ("ALERTS",)),
    Source(
        "Istio's proxies",
        "Istio 1.30, Standard metrics",
        ("istio_requests_total", "istio_request_duration_milliseconds_bucket"),
    ),
    Source(
        "Envoy, where the mesh's `proxyStatsMatcher` lets it",
        "Envoy, Cluster manager statistics, outlier detection",
        ("envoy_cluster_outlier_detection_ejections_active",),
    ),
    Source(
        "the kubelet (cAdvisor)",
        "google/cadvisor, docs/storage/prometheus.md",
        (
            "container_cpu_cfs_periods_total",
            "container_cpu_cfs_throttled_periods_total",
            "container_cpu_usage_seconds_total",
            "container_memory_working_set_bytes",
        ),
    ),
    Source(
        "the kubelet",
        "Kubernetes, metrics reference",
        (
            "kubelet_volume_stats_available_bytes",
            "kubelet_volume_stats_capacity_bytes",
            "kubelet_volume_stats_used_bytes",
        ),
    ),
    Source(
        "kube-state-metrics",
        "kubernetes/kube-state-metrics, docs/metrics",
        (
            "kube_daemonset_status_desired_number_scheduled",
            "kube_daemonset_status_number_ready",
            "kube_deployment_spec_replicas",
            "kube_deployment_status_replicas_available",
            "kube_deployment_status_replicas_unavailable",
            "kube_horizontalpodautoscaler_spec_max_replicas",
            "kube_horizontalpodautoscaler_status_current_replicas",
            "kube_node_status_allocatable",
            "kube_node_status_condition",
            "kube_pod_container_resource_limits",
            "kube_pod_container_resource_requests",
            "kube_pod_container_status_last_terminated_reason",
            "kube_pod_container_status_restarts_total",
            "kube_pod_info",
            "kube_pod_status_phase",
            "kube_resourcequota",
        ),
    ),
    Source(
        "node-exporter",
        "prometheus/node_exporter, README, collectors cpu, filesystem and meminfo",
        (
            "node_cpu_seconds_total",
            "node_filesystem_avail_bytes",
            "node_filesystem_readonly",
            "node_filesystem_size_bytes",
            "node_memory_MemAvailable_bytes",
            "node_memory_MemTotal_bytes",
        ),
    ),
    Source(
        "Micrometer in Spring Boot 3 and 4",
        "Spring Boot, Supported metrics; Micrometer, JVM",
        (
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_gc_pause_seconds_max",
            "jvm_gc_pause_seconds_sum",
            "jvm_memory_max_bytes",
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "jvm_threads_states_threads",
            "process_cpu_usage",
        ),
    ),
    Source(
        "HikariCP, through Micrometer",
        "brettwooldridge/HikariCP, metrics/micrometer/MicrometerMetricsTracker.java",
        (
            "hikaricp_connections_acquire_seconds_count",
            "hikaricp_connections_acquire_seconds_sum",
            "hikaricp_connections_active",
            "hikaricp_connections_max",
            "hikaricp_connections_pending",
            "hikaricp_connections_timeout_total",
            "hikaricp_connections_usage_seconds_count",
            "hikaricp_connections_usage_seconds_sum",
        ),
    ),
    Source(
        "Spring Batch 5 and 6, through Micrometer",
        "Spring Batch, Monitoring and metrics; labels as spring-batch's own ObservabilityTests have them",
        (
            "spring_batch_chunk_write_seconds_count",
            "spring_batch_chunk_write_seconds_sum",
            "spring_batch_item_process_seconds_count",
            "spring_batch_item_read_seconds_count",
            "spring_batch_job_active_seconds_max",
            "spring_batch_job_seconds_count",
            "spring_batch_job_seconds_sum",
            "spring_batch_step_seconds_count",
            "spring_batch_step_seconds_sum",
        ),
    ),
    Source(
        "prom-client, in Node.js programs that say where it answers",
        "siimon/prom-client, lib/metrics, as remembered",
        (
            "nodejs_active_handles_total",
            "nodejs_eventloop_lag_p99_seconds",
            "nodejs_gc_duration_seconds_sum",
            "nodejs_heap_size_total_bytes",
            "nodejs_heap_size_used_bytes",
        ),
    ),
    Source(
        "CloudNativePG 1.30",
        "cloudnative-pg/cloudnative-pg, config/manager/default-monitoring.yaml",
        (
            "cnpg_backends_max_tx_duration_seconds",
            "cnpg_backends_total",
            "cnpg_backends_waiting_total",
            "cnpg_collector_up",
            "cnpg_pg_replication_lag",
            "cnpg_pg_stat_archiver_failed_count",
            "cnpg_pg_stat_database_xact_commit",
            "cnpg_pg_stat_database_xact_rollback",
        ),
    ),
    Source(
        "fluent-plugin-prometheus 2.2.2",
        "fluent/fluent-plugin-prometheus, in_prometheus_output_monitor.rb",
        (
            "fluentd_output_status_buffer_available_space_ratio",
            "fluentd_output_status_buffer_total_bytes",
            "fluentd_output_status_emit_records",
            "fluentd_output_status_num_errors",
            "fluentd_output_status_retry_count",
        ),
    ),
    Source(
        "our recording rules",
        "x2bee_constructs/observability/slo/recording.py",
        (
            "x2bee:slo_bad:ratio_rate1h",
            "x2bee:slo_bad:ratio_rate5m",
            "x2bee:slo_budget:remaining_ratio",
            "x2bee:slo_objective:ratio",
        ),
    ),
    Source(
        "our schedulers' exporter",
        "x2bee_constructs/batch/metrics.py",
        (
            "x2bee_batch_event_due_timestamp_seconds",
            "x2bee_batch_event_enabled",
            "x2bee_batch_event_last_code",
            "x2bee_batch_event_last_elapsed_seconds",
            "x2bee_batch_event_last_start_timestamp_seconds",
            "x2bee_batch_event_last_success_timestamp_seconds",
            "x2bee_batch_event_running_seconds",
            "x2bee_batch_event_usual_elapsed_seconds",
            "x2bee_batch_scheduler_primary",
            "x2bee_batch_scheduler_tick_age_seconds",
        ),
    ),
    Source(
        "our syncs of tables",
        "x2bee_constructs/database/sync/metrics.py",
        ("x2bee_sync_check_age_seconds", "x2bee_sync_lag_seconds", "x2bee_sync_ok"),
    ),
)
"""What Prometheus scrapes."""

CLOUDWATCH: tuple[Source, ...] = (
    Source(
        "AWS/RDS",
        "Aurora User Guide, CloudWatch metrics for Amazon Aurora",
        (
            "AuroraReplicaLagMaximum",
            "BufferCacheHitRatio",
            "CPUUtilization",
            "CommitLatency",
            "DatabaseConnections",
            "Deadlocks",
            "ACUUtilization",
            "FreeLocalStorage",
            "FreeableMemory",
            "MaximumUsedTransactionIDs",
            "ReadLatency",
            "TransactionLogsDiskUsage",
            "WriteLatency",
        ),
    ),
    Source(
        "AWS/ElastiCache",
        "ElastiCache User Guide, Metrics for Valkey and Redis OSS; Host-level metrics",
        (
            "AuthenticationFailures",
            "CPUUtilization",
            "CommandAuthorizationFailures",
            "CurrConnections",
            "CurrItems",
            "DatabaseMemoryUsagePercentage",
            "EngineCPUUtilization",
            "Evictions",
            "IsMaster",
            "KeyAuthorizationFailures",
            "NetworkBytesOut",
            "ReplicationLag",
        ),
    ),
    Source(
        "AWS/ES",
        "OpenSearch Service Developer Guide, Monitoring cluster metrics",
        (
            "2xx",
            "4xx",
            "5xx",
            "CPUUtilization",
            "ClusterIndexWritesBlocked",
            "ClusterStatus.green",
            "ClusterStatus.red",
            "ClusterStatus.yellow",
            "FreeStorageSpace",
            "IndexingLatency",
            "IndexingRate",
            "JVMMemoryPressure",
            "MasterCPUUtilization",
            "MasterJVMMemoryPressure",
            "MasterReachableFromNode",
            "Nodes",
            "OldGenJVMMemoryPressure",
            "SearchLatency",
            "SearchRate",
            "SearchableDocuments",
            "Shards.active",
            "ThreadpoolSearchQueue",
            "ThreadpoolSearchRejected",
            "ThreadpoolWriteQueue",
            "ThreadpoolWriteRejected",
        ),
    ),
    Source(
        "AWS/ApplicationELB",
        "Application Load Balancers, CloudWatch metrics",
        (
            "ActiveConnectionCount",
            "ConsumedLCUs",
            "HTTPCode_ELB_4XX_Count",
            "HTTPCode_ELB_5XX_Count",
            "HTTPCode_Target_5XX_Count",
            "HealthyHostCount",
            "RejectedConnectionCount",
            "RequestCount",
            "TargetResponseTime",
            "UnHealthyHostCount",
        ),
    ),
    Source(
        "AWS/WAFV2",
        "AWS WAF Developer Guide, AWS WAF metrics and dimensions",
        ("AllowedRequests", "BlockedRequests"),
    ),
)
"""What CloudWatch has, by namespace, as remembered where the alarms of the same rooms do not use it too."""


def known() -> Iterator[tuple[str, str]]:
    """Each as `("", name)` of Prometheus and `(namespace, name)` of CloudWatch."""
    for source in PROMETHEUS:
        yield from (("", name) for name in source.names)
    for source in CLOUDWATCH:
        yield from ((source.who, name) for name in source.names)
