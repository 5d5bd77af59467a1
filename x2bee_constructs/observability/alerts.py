"""When somebody is called because of what watches the rest: whoever is blind must be told so.

Names of metrics: Prometheus, Alertmanager and the OpenTelemetry collector, of which Jaeger is one, too (2026-11-30).
The collector's counters end in `_total` or do not, by its telemetry's settings: both are asked for.
"""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook
from x2bee_constructs.observability.names import WATCHDOG

__all__ = ["monitoring_alerts", "remote_write_alerts", "tracing_alerts"]

_AREA = "observability"

_TARGETS = "Prometheus, Status, Targets: which, and with what error"
_PROMETHEUS = (
    "`kubectl -n monitoring logs prometheus-prometheus-0 -c prometheus --since=30m | grep -E 'level=(warn|error)'`"
)
_PODS = "`kubectl -n monitoring get pods,pvc -o wide`"
_PORT = "`kubectl -n monitoring port-forward svc/prometheus 9090`, where the gateway does not bring you there"


def monitoring_alerts() -> tuple[Alert, ...]:
    """Those of Prometheus and Alertmanager."""
    return (_watchdog(), _targets(), _rules(), _config(), _storage(), _no_alertmanager(), _not_sent())


def remote_write_alerts() -> tuple[Alert, ...]:
    """Those of a Prometheus that also sends elsewhere."""
    return (_remote_write(),)


def tracing_alerts() -> tuple[Alert, ...]:
    """Those of the collector of spans and of Jaeger."""
    return (_spans_lost(), _spans_refused(), _traces_cut())


def _watchdog() -> Alert:
    return Alert(
        name=WATCHDOG,
        area=_AREA,
        severity="warning",
        expr="vector(1)",
        lasts="0s",
        summary="Prometheus and Alertmanager are well: this alert always fires, and whoever misses it is called",
        runbook=Runbook(
            means="It always fires. You read this since it did not arrive: the way from Prometheus to you is broken.",
            impact="Nobody is called for anything, whatever happens.",
            causes=(
                "Prometheus or Alertmanager is away, or the whole cluster",
                "The way out, or the receiver of the heartbeat",
            ),
            look=(
                _PODS,
                "`kubectl get nodes`: is the cluster there at all",
                "`kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager -c alertmanager --since=15m`",
            ),
            act=(
                (
                    "Look at the storefront and at `aws cloudwatch describe-alarms --state-value ALARM` "
                    "at once: you are blind"
                ),
                "Bring back what is away; AlertmanagerAway and AlertsNotSent have more",
            ),
        ),
    )


def _targets() -> Alert:
    return Alert(
        name="TargetsDown",
        area=_AREA,
        severity="warning",
        expr="count by (namespace, job) (up == 0) / count by (namespace, job) (up) > 0.1",
        lasts="15m",
        summary="{{ $value | humanizePercentage }} of {{ $labels.job }} in {{ $labels.namespace }} answers no metrics",
        runbook=Runbook(
            means="Prometheus knows these targets and cannot ask them.",
            impact="Their alerts cannot fire, and autoscaling by their metrics stands still.",
            causes=("Pods are ill", "A NetworkPolicy or mesh rule does not let Prometheus in", "A port was renamed"),
            look=(_TARGETS, _PORT, "`kubectl -n <namespace> get pods,networkpolicies,podmonitors,servicemonitors`"),
            act=("Pods: their own alerts", "`403` or a reset: the policy of the namespace, or a missing port in it"),
        ),
    )


def _rules() -> Alert:
    return Alert(
        name="RulesFail",
        area=_AREA,
        severity="critical",
        expr="sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0",
        lasts="15m",
        summary="Rules of {{ $labels.rule_group }} cannot be computed",
        runbook=Runbook(
            means="Prometheus fails at a rule: alerts of that group may never fire.",
            impact="Perhaps nobody is called for the next outage.",
            causes=("Two series where a rule expects one", "A query that takes too long", "A rule made by hand"),
            look=("Prometheus, Status, Rules: the error stands at the rule", _PROMETHEUS),
            act=(
                "Mend or take back the rule",
                "Too long: the CPU of Prometheus, `observability` in the customer's file",
            ),
        ),
    )


def _config() -> Alert:
    return Alert(
        name="MonitoringConfigRefused",
        area=_AREA,
        severity="warning",
        expr="prometheus_config_last_reload_successful == 0 or alertmanager_config_last_reload_successful == 0",
        lasts="10m",
        summary="{{ $labels.pod }} refuses its configuration and goes on with the old one",
        runbook=Runbook(
            means="Prometheus or Alertmanager could not read what its operator wrote.",
            impact="New targets, rules and receivers do not take effect; after a restart it does not come up.",
            causes=("A monitor or receiver made by hand", "A Secret that a receiver names is missing"),
            look=(_PROMETHEUS, "`kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager -c alertmanager`"),
            act=("Take the last monitor, rule or receiver back", "A Secret: ExternalSecretNotSynced"),
        ),
    )


def _storage() -> Alert:
    return Alert(
        name="PrometheusStorageFails",
        area=_AREA,
        severity="warning",
        expr="increase(prometheus_tsdb_wal_corruptions_total[3h]) > 0 or "
        "increase(prometheus_tsdb_compactions_failed_total[3h]) > 0",
        lasts="0s",
        summary="{{ $labels.pod }} cannot keep what it reads",
        runbook=Runbook(
            means="Its write-ahead log was damaged, or blocks cannot be written.",
            impact="Metrics of the last hours may be missing; the other replica has them.",
            causes=("The volume is full", "The pod was ended while it wrote", "The volume is ill"),
            look=(_PODS, _PROMETHEUS),
            act=(
                "Full: VolumeFull",
                (
                    "Damaged: it mends itself at the next start; one replica after the other, `kubectl -n monitoring "
                    "delete pod prometheus-prometheus-0`"
                ),
            ),
        ),
    )


def _no_alertmanager() -> Alert:
    return Alert(
        name="AlertmanagerAway",
        area=_AREA,
        severity="critical",
        expr="prometheus_notifications_alertmanagers_discovered < 1",
        lasts="5m",
        summary="{{ $labels.pod }} knows no Alertmanager: its alerts reach nobody",
        runbook=Runbook(
            means="Prometheus has nobody to hand alerts to. This one reaches you by the dead-man "
            "switch, or in Grafana.",
            impact="Nobody is called for anything.",
            causes=("No pod of Alertmanager is ready", "Its Service was renamed"),
            look=(_PODS, "`kubectl -n monitoring get endpointslices -l kubernetes.io/service-name=alertmanager`"),
            act=("`kubectl -n monitoring describe pod -l app.kubernetes.io/name=alertmanager`, and mend what it says",),
        ),
    )


def _not_sent() -> Alert:
    return Alert(
        name="AlertsNotSent",
        area=_AREA,
        severity="critical",
        expr="sum by (integration) (increase(alertmanager_notifications_failed_total[5m])) > 0",
        lasts="5m",
        summary="Alertmanager cannot send by {{ $labels.integration }}",
        runbook=Runbook(
            means="A receiver refuses, or is not reached.",
            impact="Whoever is reached by it alone is not called.",
            causes=("A token or address was changed", "The way out is closed: NetworkPolicy or NAT", "The provider"),
            look=(
                (
                    "`kubectl -n monitoring logs -l app.kubernetes.io/name=alertmanager -c "
                    "alertmanager --since=15m | grep "
                    "-i notify`"
                ),
            ),
            act=(
                "A token: put the new one into its secret in Secrets Manager; it is read within the hour",
                "Until then look at Alertmanager's page by yourself, every 15 minutes",
            ),
        ),
    )


def _remote_write() -> Alert:
    return Alert(
        name="RemoteWriteFails",
        area=_AREA,
        severity="warning",
        expr="rate(prometheus_remote_storage_samples_failed_total[5m]) > 0 or "
        "rate(prometheus_remote_storage_samples_dropped_total[5m]) > 0",
        lasts="15m",
        summary="{{ $labels.pod }} loses samples on their way to {{ $labels.url }}",
        runbook=Runbook(
            means="The store outside refuses samples that will not be sent again.",
            impact="A hole in the long memory; alerts here are not touched.",
            causes=("A limit of the store", "A role or token", "Samples that are too old after an outage"),
            look=(_PROMETHEUS, "`prometheus_remote_storage_samples_pending`: does it pile up"),
            act=("`401` or `403`: the role or secret", "`429`: a larger limit there, or fewer series here"),
        ),
    )


def _counter(name: str) -> str:
    return f'{{__name__=~"{name}(_total)?"}}'


def _spans_lost() -> Alert:
    failed = f"rate({_counter('otelcol_exporter_send_failed_spans')}[5m])"
    queued = f"rate({_counter('otelcol_exporter_enqueue_failed_spans')}[5m])"
    return Alert(
        name="SpansLost",
        area=_AREA,
        severity="warning",
        expr=f"sum by (namespace, exporter) ({failed}) > 0 or sum by (namespace, exporter) ({queued}) > 0",
        lasts="15m",
        summary="{{ $labels.exporter }} loses spans",
        runbook=Runbook(
            means="The collector, or Jaeger, cannot hand spans on and has no room to keep them.",
            impact="Traces are missing or have holes. Services do not notice.",
            causes=("OpenSearch is full, busy or refuses", "Jaeger is away", "Far more spans than planned"),
            look=(
                "`kubectl -n istio-system logs deploy/istio-tracing --since=15m | grep -iE 'error|drop' | tail -20`",
                "`kubectl -n istio-system logs deploy/jaeger --since=15m | grep -i error | tail -20`",
            ),
            act=("OpenSearch: its alarms first", "Too many spans: a smaller share of ordinary traces"),
        ),
    )


def _spans_refused() -> Alert:
    return Alert(
        name="SpansRefused",
        area=_AREA,
        severity="warning",
        expr=f"sum by (namespace, receiver) (rate({_counter('otelcol_receiver_refused_spans')}[5m])) > 0",
        lasts="15m",
        summary="{{ $labels.receiver }} refuses spans",
        runbook=Runbook(
            means="The collector takes no more: it is at its memory limit.",
            impact="Traces are missing. Proxies and programs drop their spans and go on.",
            causes=("More spans than its pods bear", "Its exporter stands still, and everything waits (SpansLost)"),
            look=("`kubectl -n istio-system top pods -l app=istio-tracing`", "SpansLost: does it burn, too"),
            act=("More pods or memory for the collector: `observability` in the customer's file",),
        ),
    )


def _traces_cut() -> Alert:
    name = _counter("otelcol_processor_tail_sampling_sampling_trace_dropped_too_early")
    return Alert(
        name="TracesCutShort",
        area=_AREA,
        severity="warning",
        expr=f"sum by (namespace) (rate({name}[5m])) > 0",
        lasts="15m",
        summary="Traces are forgotten before it is decided whether they are kept",
        runbook=Runbook(
            means="More traces are open at once than the sampler remembers.",
            impact="Errors and slow requests may be missing among the traces.",
            causes=("More requests than planned", "Traces that take very long"),
            look=("`otelcol_processor_tail_sampling_sampling_traces_on_memory`: against `num_traces`",),
            act=("More memory, and more traces to remember, for the sampler: `observability` in the customer's file",),
        ),
    )
