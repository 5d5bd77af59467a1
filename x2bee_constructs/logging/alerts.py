"""When somebody is called because of logs, in what Fluentd's own metrics say.

The metrics are those of fluent-plugin-prometheus 2.2.2 (in_prometheus_output_monitor.rb) and kube-state-metrics;
counters are gauges there by default (`gauge_all`), so changes are asked for by `delta` and `changes`, not `rate`.
"""

from __future__ import annotations

from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.logging.names import FLUENTD, NAMESPACE

__all__ = ["alert_rules"]

_OF = f'namespace="{NAMESPACE}",pod=~"{FLUENTD}-.*"'
_SENDS = f'{_OF},plugin_id=~"search_output|archive_output_.*"'
_LETTERS = f'{_OF},plugin_id="dead_letters"'


def alert_rules() -> list[prometheus.PrometheusRuleRule]:
    """Each with how long it must last, and what to do. All numbers are our judgement."""
    return [
        _alert(
            "FluentdBufferFilling",
            f"fluentd_output_status_buffer_available_space_ratio{{{_SENDS}}} < 50",
            "10m",
            "warning",
            "Half of a buffer on {{ $labels.pod }} is full ({{ $labels.plugin_id }}); its destination does not keep up",
        ),
        _alert(
            "FluentdBufferFull",
            f"fluentd_output_status_buffer_available_space_ratio{{{_SENDS}}} < 10",
            "2m",
            "critical",
            "{{ $labels.pod }} is about to stop reading for {{ $labels.plugin_id }}; lines are lost when the kubelet "
            "removes files that were not read",
        ),
        _alert(
            "FluentdCannotSend",
            f"fluentd_output_status_retry_count{{{_SENDS}}} > 5",
            "10m",
            "warning",
            "{{ $labels.plugin_id }} on {{ $labels.pod }} has been trying again and again",
        ),
        _alert(
            "FluentdDeadLetters",
            f"delta(fluentd_output_status_emit_records{{{_LETTERS}}}[15m]) > 0",
            "0s",
            "critical",
            "Records were refused on {{ $labels.pod }}; they are in /var/lib/x2bee/fluentd/dead-letters of its node",
        ),
        _alert(
            "FluentdAway",
            f'kube_daemonset_status_number_unavailable{{namespace="{NAMESPACE}",daemonset="{FLUENTD}"}} > 0',
            "15m",
            "critical",
            "{{ $value }} nodes send no logs",
        ),
        _alert(
            "FluentdSilent",
            f"absent(fluentd_output_status_emit_count{{{_OF}}})",
            "15m",
            "critical",
            "No Fluentd is seen: either none runs, or Prometheus does not reach them",
        ),
        _alert(
            "LogIndexFailed",
            f'kube_job_status_failed{{namespace="{NAMESPACE}",job_name="log-index"}} > 0',
            "5m",
            "warning",
            "OpenSearch does not have the indices, roles or retention that were declared; read the Job's log",
        ),
    ]


def _alert(name: str, expr: str, lasts: str, severity: str, summary: str) -> prometheus.PrometheusRuleRule:
    return prometheus.PrometheusRuleRule(
        alert=name,
        expr=expr,
        for_=lasts,
        labels={"severity": severity},
        annotations={"summary": summary, "runbook": "x2bee_constructs/logging/README.md"},
    )
