"""Every question is put to a real Prometheus that has the series of a small platform: each is understood and answered.

A grammar does not know that two sides of a division have labels that do not match, or that a `sum by` drops the label
that a legend shows. The series have the labels that each exporter gives them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.observability.dashboards.cases import EVERYTHING, asked, filled
from x2bee_constructs.batch.metrics import METRICS
from x2bee_constructs.observability.dashboards.boards.all import boards

_NOW = 1_800_000_000
_STEP, _SAMPLES = 30, 60

_NS = {"namespace": "beta-app"}
_PODS = [{**_NS, "pod": f"order-7c9d8b6f5-{end}", "app": "order", "container": "order"} for end in ("abcde", "fghij")]
_CALLS = [
    {
        **pod,
        "reporter": reporter,
        "source_workload": source,
        "destination_service_namespace": "beta-app",
        "destination_service_name": name,
        "response_code": code,
        "response_flags": flags,
    }
    for pod in _PODS
    for reporter in ("source", "destination")
    for source in ("order", "istio-ingressgateway")
    for name in ("order", "gw", "beta-gw-svc")
    for code, flags in (("200", "-"), ("404", "-"), ("503", "UO"))
]
_CLOCK = [{**_NS, "pod": "clock-7c9d8b6f5-abcde"}]
_EVENTS = [{**_CLOCK[0], "event": event, "title": event, "category": "nightly"} for event in ("settle", "stock")]
_NODES = [{"node": "ip-10-20-1-5"}]
_INSTANCE = [{"instance": "10.20.1.5:9100"}]
_HPA = [
    {**_NS, "horizontalpodautoscaler": "order"},
    {"namespace": "istio-system", "horizontalpodautoscaler": "istio-ingressgateway"},
]
_FLUENTD = [
    {"namespace": "logging", "pod": f"fluentd-{end}", "plugin_id": plugin, "worker_id": "0"}
    for end in ("aaaaa", "bbbbb")
    for plugin in ("search_output", "archive_output_audit", "dead_letters")
]
_CONTAINERS = [
    *_PODS,
    *({**pod, "container": "istio-proxy"} for pod in _PODS),
    {"namespace": "logging", "pod": "fluentd-aaaaa", "container": "fluentd"},
    {"namespace": "istio-system", "pod": "istio-ingressgateway-6b7c8d9f5-vwxyz", "container": "istio-proxy"},
]
_CNPG = [{"namespace": "beta-data", "pod": f"event-{n}", "cluster": "event", "datname": "event"} for n in (1, 2)]
_CLAIMS = [{"namespace": "beta-data", "persistentvolumeclaim": f"event-{n}"} for n in (1, 2)]
_POOLS = [{**pod, "pool": "HikariPool-1"} for pod in _PODS]
_PATHS = [
    {**p, "uri": "/orders", "status": s, "outcome": o}
    for p in _PODS
    for s, o in (("200", "SUCCESS"), ("500", "SERVER_ERROR"))
]
_JOBS = [
    {**pod, "spring_batch_job_name": "settle", "spring_batch_job_status": status}
    for pod in _PODS
    for status in ("COMPLETED", "FAILED")
]
_STEPS = [
    {
        **p,
        "spring_batch_step_job_name": "settle",
        "spring_batch_step_name": "read",
        "spring_batch_step_status": "COMPLETED",
    }
    for p in _PODS
]
_RESOURCES = [
    {**c, "node": "ip-10-20-1-5", "resource": r, "unit": u}
    for c in _CONTAINERS
    for r, u in (("cpu", "core"), ("memory", "byte"))
]
_SYNC = [{"namespace": "beta-data", "sync": "goods", "table": "goods"}]

_SERIES: dict[str, tuple[list[dict[str, str]], float]] = {
    "ALERTS": ([{"alertname": "Any", "alertstate": "firing"}], 0),
    "istio_requests_total": (_CALLS, 3),
    "istio_request_duration_milliseconds_bucket": (
        [{**c, "le": le} for c in _CALLS for le in ("100", "500", "+Inf")],
        3,
    ),
    "envoy_cluster_outlier_detection_ejections_active": ([{**p, "cluster_name": "outbound|80||gw"} for p in _PODS], 0),
    "container_cpu_cfs_periods_total": (_CONTAINERS, 10),
    "container_cpu_cfs_throttled_periods_total": (_CONTAINERS, 1),
    "container_cpu_usage_seconds_total": (_CONTAINERS, 10),
    "container_memory_working_set_bytes": (_CONTAINERS, 0),
    "kubelet_volume_stats_available_bytes": (_CLAIMS, 0),
    "kubelet_volume_stats_capacity_bytes": (_CLAIMS, 0),
    "kubelet_volume_stats_used_bytes": (_CLAIMS, 0),
    "kube_daemonset_status_desired_number_scheduled": ([{"namespace": "logging", "daemonset": "fluentd"}], 0),
    "kube_daemonset_status_number_ready": ([{"namespace": "logging", "daemonset": "fluentd"}], 0),
    "kube_deployment_spec_replicas": ([{**_NS, "deployment": "order"}], 0),
    "kube_deployment_status_replicas_available": ([{**_NS, "deployment": "order"}], 0),
    "kube_deployment_status_replicas_unavailable": ([{**_NS, "deployment": "order"}], 0),
    "kube_horizontalpodautoscaler_spec_max_replicas": (_HPA, 0),
    "kube_horizontalpodautoscaler_status_current_replicas": (_HPA, 0),
    "kube_node_status_allocatable": ([{**n, "resource": r} for n in _NODES for r in ("cpu", "memory", "pods")], 0),
    "kube_node_status_condition": (
        [{**n, "condition": c, "status": "true"} for n in _NODES for c in ("Ready", "DiskPressure")],
        0,
    ),
    "kube_pod_container_resource_limits": (_RESOURCES, 0),
    "kube_pod_container_resource_requests": (_RESOURCES, 0),
    "kube_pod_container_status_last_terminated_reason": ([{**p, "reason": "OOMKilled"} for p in _PODS], 0),
    "kube_pod_container_status_restarts_total": (_CONTAINERS, 1),
    "kube_pod_info": ([{**p, "host_network": "false", **_NODES[0]} for p in _PODS], 0),
    "kube_pod_status_phase": ([{**p, "phase": phase} for p in _CONTAINERS[:2] for phase in ("Pending", "Running")], 0),
    "kube_resourcequota": (
        [{**_NS, "resourcequota": "quota", "resource": "pods", "type": t} for t in ("used", "hard")],
        0,
    ),
    "node_cpu_seconds_total": (
        [{**i, "cpu": c, "mode": m} for i in _INSTANCE for c in "01" for m in ("idle", "user")],
        10,
    ),
    "node_filesystem_avail_bytes": ([{**i, "mountpoint": "/", "fstype": "xfs", "device": "d"} for i in _INSTANCE], 0),
    "node_filesystem_readonly": ([{**i, "mountpoint": "/", "fstype": "xfs", "device": "d"} for i in _INSTANCE], 0),
    "node_filesystem_size_bytes": ([{**i, "mountpoint": "/", "fstype": "xfs", "device": "d"} for i in _INSTANCE], 0),
    "node_memory_MemAvailable_bytes": (_INSTANCE, 0),
    "node_memory_MemTotal_bytes": (_INSTANCE, 0),
    "http_server_requests_seconds_count": (_PATHS, 3),
    "http_server_requests_seconds_sum": (_PATHS, 1),
    "jvm_gc_memory_allocated_bytes_total": (_PODS, 100),
    "jvm_gc_pause_seconds_max": ([{**p, "action": "end of minor GC", "cause": "G1"} for p in _PODS], 0),
    "jvm_gc_pause_seconds_sum": ([{**p, "action": "end of minor GC", "cause": "G1"} for p in _PODS], 1),
    "jvm_memory_max_bytes": ([{**p, "area": a, "id": a} for p in _PODS for a in ("heap", "nonheap")], 0),
    "jvm_memory_used_bytes": ([{**p, "area": a, "id": a} for p in _PODS for a in ("heap", "nonheap")], 0),
    "jvm_threads_live_threads": (_PODS, 0),
    "jvm_threads_states_threads": ([{**p, "state": "blocked"} for p in _PODS], 0),
    "process_cpu_usage": (_PODS, 0),
    **{
        f"hikaricp_connections{end}": (_POOLS, step)
        for end, step in (
            ("_acquire_seconds_count", 1),
            ("_acquire_seconds_sum", 1),
            ("_active", 0),
            ("_max", 0),
            ("_pending", 0),
            ("_timeout_total", 1),
            ("_usage_seconds_count", 1),
            ("_usage_seconds_sum", 1),
        )
    },
    "spring_batch_chunk_write_seconds_count": (_PODS, 1),
    "spring_batch_chunk_write_seconds_sum": (_PODS, 1),
    "spring_batch_item_process_seconds_count": (_PODS, 1),
    "spring_batch_item_read_seconds_count": (_PODS, 1),
    "spring_batch_job_active_seconds_max": (_PODS, 0),
    "spring_batch_job_seconds_count": (_JOBS, 1),
    "spring_batch_job_seconds_sum": (_JOBS, 1),
    "spring_batch_step_seconds_count": (_STEPS, 1),
    "spring_batch_step_seconds_sum": (_STEPS, 1),
    "nodejs_active_handles_total": (_PODS, 0),
    "nodejs_eventloop_lag_p99_seconds": (_PODS, 0),
    "nodejs_gc_duration_seconds_sum": ([{**p, "kind": "minor"} for p in _PODS], 1),
    "nodejs_heap_size_total_bytes": (_PODS, 0),
    "nodejs_heap_size_used_bytes": (_PODS, 0),
    "cnpg_backends_max_tx_duration_seconds": ([{**c, "state": "active", "usename": "order"} for c in _CNPG], 0),
    "cnpg_backends_total": ([{**c, "state": "active", "usename": "order"} for c in _CNPG], 0),
    "cnpg_backends_waiting_total": (_CNPG, 0),
    "cnpg_collector_up": (_CNPG, 0),
    "cnpg_pg_replication_lag": (_CNPG, 0),
    "cnpg_pg_stat_archiver_failed_count": (_CNPG, 1),
    "cnpg_pg_stat_database_xact_commit": (_CNPG, 1),
    "cnpg_pg_stat_database_xact_rollback": (_CNPG, 1),
    "fluentd_output_status_buffer_available_space_ratio": (_FLUENTD, 0),
    "fluentd_output_status_buffer_total_bytes": (_FLUENTD, 0),
    "fluentd_output_status_emit_records": (_FLUENTD, 1),
    "fluentd_output_status_num_errors": (_FLUENTD, 1),
    "fluentd_output_status_retry_count": (_FLUENTD, 0),
    **dict.fromkeys(
        (
            "x2bee:slo_bad:ratio_rate1h",
            "x2bee:slo_bad:ratio_rate5m",
            "x2bee:slo_budget:remaining_ratio",
            "x2bee:slo_objective:ratio",
        ),
        ([{**_NS, "service": "order", "slo": slo} for slo in ("availability", "latency")], 0),
    ),
    "x2bee_sync_check_age_seconds": (_SYNC, 0),
    "x2bee_sync_lag_seconds": (_SYNC, 0),
    "x2bee_sync_ok": (_SYNC, 0),
    **{name: (_CLOCK if "scheduler" in name else _EVENTS, 0) for name in METRICS},
}
"""Labels, and by how much a counter grows with each sample; 0 for what stays as it is."""

_AT_FIRST = {"kube_pod_status_phase": 1, "node_filesystem_readonly": 0}
"""What a series begins with; 10 for the others."""


def _exposition() -> str:
    """All samples in OpenMetrics' text, oldest first within each series."""
    lines: list[str] = []
    for name, (series, step) in _SERIES.items():
        for labels in series:
            told = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
            for index in range(_SAMPLES):
                at = _NOW - (_SAMPLES - 1 - index) * _STEP
                lines.append(f"{name}{{{told}}} {_AT_FIRST.get(name, 10) + step * index} {at}")
    return "\n".join([*lines, "# EOF", ""])


class _Prometheus:
    """One that answers at a port of its own."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, expr: str) -> list[dict[str, Any]]:
        """The vector that an expression is now; raises with Prometheus' words if it has none."""
        query = urllib.parse.urlencode({"query": expr, "time": _NOW})
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/query?{query}", timeout=60) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{expr}: {error.read().decode()}") from None

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            urllib.request.urlopen(f"{self.url}/-/ready", timeout=5).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Prometheus]:
    """A server with those series; it ends with the tests."""
    if not (shutil.which("prometheus") and shutil.which("promtool")):
        if "CI" in os.environ:
            pytest.fail("install Debian's package prometheus")
        pytest.skip("needs Debian's package prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "in").write_text(_exposition())
    (folder / "prometheus.yml").write_text("{}\n")
    made = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "in", "data"]
    done = subprocess.run(made, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "prometheus",
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--storage.tsdb.retention.time=100y",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=log)
        try:
            yield _started(server, _Prometheus(port), folder / "log")
        finally:
            server.terminate()
            server.wait()


def _started(server: subprocess.Popen[bytes], found: _Prometheus, log: Path) -> _Prometheus:
    while not found.ready():
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)
    return found


def test_every_question_is_understood_and_answered_with_the_labels_of_its_legend(prometheus: _Prometheus) -> None:
    silent: list[str] = []
    for board in boards(EVERYTHING).values():
        for panel, query in asked(board):
            answer = prometheus.ask(filled(query.expr))
            if not answer:
                silent.append(f"{board.uid} / {panel.title}: {query.expr}")
            for label in re.findall(r"{{(\w+)}}", query.legend):
                assert all(label in one["metric"] for one in answer), (panel.title, label, query.expr)
            columns = [one.source for one in panel.columns if not one.source.startswith("#")]
            for label in columns:
                assert all(label in one["metric"] for one in answer), (panel.title, label, query.expr)
    assert not silent, "\n".join(silent)


def test_shares_are_shares_and_a_further_name_counts_as_the_service(prometheus: _Prometheus) -> None:
    overview = {panel.title: panel for panel in boards(EVERYTHING)["overview"].panels}
    (errors,) = overview["Errors"].queries
    found = {one["metric"]["service"]: float(one["value"][1]) for one in prometheus.ask(filled(errors.expr))}
    assert set(found) == {"order", "gw"}
    assert found["order"] == pytest.approx(1 / 3)
    assert found["gw"] == pytest.approx(1 / 3)
    (traffic,) = overview["Traffic"].queries
    rates = {one["metric"]["service"]: float(one["value"][1]) for one in prometheus.ask(filled(traffic.expr))}
    assert rates["gw"] == pytest.approx(2 * rates["order"])
