"""When somebody is called because of logs, in what Fluentd's own metrics say.

The metrics are those of fluent-plugin-prometheus 2.2.2 (in_prometheus_output_monitor.rb) and kube-state-metrics;
counters are gauges there by default (`gauge_all`), so changes are asked for by `delta` and `changes`, not `rate`.
All numbers are our judgement.
"""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook
from x2bee_constructs.logging.fluentd.places import LETTERS_DAYS, LETTERS_MIB
from x2bee_constructs.logging.names import FLUENTD, NAMESPACE

__all__ = ["log_alerts"]

_AREA = "logging"
_OF = f'namespace="{NAMESPACE}",pod=~"{FLUENTD}-.*"'
_SENDS = f'{_OF},plugin_id=~"search_output|archive_output_.*"'
_LETTERS = f'{_OF},plugin_id="dead_letters"'

_PODS = f"`kubectl -n {NAMESPACE} get pods -l app={FLUENTD} -o wide`: which nodes, and whether they restart"
_LOG = f"`kubectl -n {NAMESPACE} logs <pod> --since=30m | grep -E 'warn|error'`: what the destination answered"
_SEARCH_IS_WELL = (
    'OpenSearch: `aws cloudwatch describe-alarms --state-value ALARM --query "MetricAlarms[?contains(AlarmName,'
    "'OpenSearch')].AlarmName\"`; what is told there comes first"
)
_RETRY = (
    "Once the destination takes records again, Fluentd sends what it kept by itself, oldest first; watch "
    "`fluentd_output_status_buffer_available_space_ratio` rise"
)


def log_alerts() -> tuple[Alert, ...]:
    """Those of Fluentd and of the Job that prepares OpenSearch."""
    return (_filling(), _full(), _cannot_send(), _dead_letters(), _leaving(), _away(), _silent(), _index())


def _filling() -> Alert:
    return Alert(
        name="FluentdBufferFilling",
        area=_AREA,
        severity="warning",
        expr=f"fluentd_output_status_buffer_available_space_ratio{{{_SENDS}}} < 50",
        lasts="10m",
        summary="Half of a buffer on {{ $labels.pod }} is full ({{ $labels.plugin_id }}); its destination does not "
        "keep up",
        runbook=Runbook(
            means="One of the two destinations (OpenSearch, S3) takes fewer records than the node's pods write.",
            impact="Nobody notices yet: logs arrive late. When the buffer is full Fluentd stops reading.",
            causes=(
                "OpenSearch is busy, short of storage, or refuses writes",
                "A service writes far more than usual (debug level, an error in a loop)",
                "The archive's bucket or key refuses Fluentd's role",
            ),
            look=(
                (
                    "`topk(5, sum by (pod, plugin_id) (rate(fluentd_output_status_emit_records"
                    f'{{namespace="{NAMESPACE}"}}[10m])))`: who writes so much'
                ),
                _LOG,
                _SEARCH_IS_WELL,
            ),
            act=("Mend the destination, or calm the service that writes so much", _RETRY),
        ),
    )


def _full() -> Alert:
    return Alert(
        name="FluentdBufferFull",
        area=_AREA,
        severity="critical",
        expr=f"fluentd_output_status_buffer_available_space_ratio{{{_SENDS}}} < 10",
        lasts="2m",
        summary="{{ $labels.pod }} is about to stop reading for {{ $labels.plugin_id }}; lines are lost when the "
        "kubelet removes files that were not read",
        runbook=Runbook(
            means="The disk that may wait for a destination on this node is used up; Fluentd blocks and reads no more.",
            impact="Customers notice nothing. Records that the law asks for are lost once the kubelet rotates files "
            "that were not read: hours on a quiet node, minutes on a loud one.",
            causes=("As FluentdBufferFilling, for longer", "The destination has been away since the buffer began"),
            look=(_PODS, _LOG, _SEARCH_IS_WELL),
            act=(
                "Make the destination take records: that alone empties the buffer",
                (
                    "If it will take hours, raise `logs.volume.buffer_gib` or the node's disk: lines wait instead of "
                    "being lost"
                ),
                _RETRY,
                "Write down from when to when lines are missing: the audit asks for it",
            ),
        ),
    )


def _cannot_send() -> Alert:
    return Alert(
        name="FluentdCannotSend",
        area=_AREA,
        severity="warning",
        expr=f"fluentd_output_status_retry_count{{{_SENDS}}} > 5",
        lasts="10m",
        summary="{{ $labels.plugin_id }} on {{ $labels.pod }} has been trying again and again",
        runbook=Runbook(
            means="A destination refuses or does not answer; Fluentd keeps the records and tries again.",
            impact="Logs of this node are not found yet. Nothing is lost until the buffer is full.",
            causes=(
                "A wrong or missing role: `403` in Fluentd's log",
                "OpenSearch is away, or blocks writes",
                "A NetworkPolicy or the VPC endpoint lets nothing through",
            ),
            look=(_LOG, _PODS, _SEARCH_IS_WELL),
            act=(
                (
                    "`403`: compare the pod's role with the bucket's and the domain's policy: `aws eks "
                    f"list-pod-identity-associations --cluster-name <cluster> --namespace {NAMESPACE}`"
                ),
                (
                    "Timeouts on all nodes: the destination; on one node: `kubectl delete pod` of that Fluentd, which "
                    "keeps its buffer"
                ),
                _RETRY,
            ),
        ),
    )


def _dead_letters() -> Alert:
    return Alert(
        name="FluentdDeadLetters",
        area=_AREA,
        severity="critical",
        expr=f"delta(fluentd_output_status_emit_records{{{_LETTERS}}}[15m]) > 0",
        lasts="0s",
        summary="Records were refused on {{ $labels.pod }}; they are in /var/lib/x2bee/fluentd/dead-letters of its "
        "node",
        runbook=Runbook(
            means="OpenSearch or S3 answered that it will never take some records, and Fluentd set them aside.",
            impact="What OpenSearch refused is not found there, and the archive has it; what S3 refused is found, and "
            "not archived. Both wait on the node, and are gone with it.",
            causes=(
                "A field has another type than in the index (a text where a number was)",
                "A record is larger than OpenSearch takes",
                "The index template was changed by hand",
            ),
            look=(
                f"`kubectl -n {NAMESPACE} logs <pod> --since=1h | grep -i -E 'rejected|mapper|400'`: which field",
                f"`kubectl -n {NAMESPACE} exec <pod> -- ls -l /fluentd/state/dead-letters`: how many",
            ),
            act=(
                f"Copy the folder before the node goes: `kubectl -n {NAMESPACE} cp <pod>:<folder> ./dead-letters`",
                "Cordon the node so that nothing replaces it: `kubectl cordon <node>`, and uncordon it afterwards",
                "Mend the service that writes the field, or give the field its own name",
                "Send the records again by hand once the index takes them",
            ),
        ),
    )


def _leaving() -> Alert:
    return Alert(
        name="FluentdDeadLettersLeaving",
        area=_AREA,
        severity="critical",
        expr=f"x2bee_dead_letters_bytes{{{_OF}}} > {LETTERS_MIB * 2**20 * 8 // 10}",
        lasts="0s",
        summary="The oldest dead letters on {{ $labels.pod }} are about to be removed; OpenSearch never had them",
        runbook=Runbook(
            means=f"The folder of dead letters is nearly full: at {LETTERS_MIB} MiB the oldest files go, as they do "
            f"after {LETTERS_DAYS} days.",
            impact="What is removed is not found in OpenSearch. The archive has it, if it was OpenSearch that refused.",
            causes=(
                "Nobody acted on FluentdDeadLetters",
                "A service that logs much writes a field that the index does not take",
            ),
            look=(
                f"`kubectl -n {NAMESPACE} exec <pod> -- ls -l /fluentd/state/dead-letters`: since when, and how fast",
                f"`kubectl -n {NAMESPACE} logs <pod> --since=1h | grep -i -E 'rejected|mapper|400'`: which field",
            ),
            act=(
                f"Copy the folder: `kubectl -n {NAMESPACE} cp <pod>:/fluentd/state/dead-letters ./dead-letters`",
                "Remove on the node what was copied",
                "Mend the service that writes the field, or give the field its own name",
            ),
        ),
    )


def _away() -> Alert:
    return Alert(
        name="FluentdAway",
        area=_AREA,
        severity="critical",
        expr=f'kube_daemonset_status_number_unavailable{{namespace="{NAMESPACE}",daemonset="{FLUENTD}"}} > 0',
        lasts="15m",
        summary="{{ $value }} nodes send no logs",
        runbook=Runbook(
            means="The DaemonSet has nodes on which Fluentd is not ready.",
            impact="Lines of those nodes wait in files that the kubelet rotates; then they are lost.",
            causes=(
                "The pod does not fit on the node (memory, disk)",
                "Its configuration is not read: it restarts",
                "The image cannot be pulled",
            ),
            look=(
                _PODS,
                f"`kubectl -n {NAMESPACE} describe pod <pod> | tail -20`: why it is not ready",
                f"`kubectl -n {NAMESPACE} logs <pod> --previous | tail -50`: why it ended",
            ),
            act=(
                "After a change: `git revert` it and let Argo CD sync; Fluentd goes on where it stopped",
                "No room: see who requests too much on the node, `kubectl describe node <node>`",
            ),
        ),
    )


def _silent() -> Alert:
    return Alert(
        name="FluentdSilent",
        area=_AREA,
        severity="critical",
        expr=f"absent(fluentd_output_status_emit_count{{{_OF}}})",
        lasts="15m",
        summary="No Fluentd is seen: either none runs, or Prometheus does not reach them",
        runbook=Runbook(
            means="Prometheus has no metric of any Fluentd, so none of its other alerts can fire.",
            impact="Perhaps none: only the sight is lost. Perhaps no node sends logs.",
            causes=(
                "The DaemonSet was removed or scaled by a node selector that nothing matches",
                "A NetworkPolicy does not let Prometheus in any more",
                "The PodMonitor is not selected by Prometheus",
            ),
            look=(_PODS, f'`up{{namespace="{NAMESPACE}"}}`: empty means not found, 0 means not reached'),
            act=(
                "Pods are well: mend PodMonitor or NetworkPolicy; `kubectl -n logging get podmonitor,networkpolicy`",
                "No pods: `kubectl -n argocd get applications | grep logging`, and sync it",
            ),
        ),
    )


def _index() -> Alert:
    return Alert(
        name="LogIndexFailed",
        area=_AREA,
        severity="warning",
        expr=f'kube_job_status_failed{{namespace="{NAMESPACE}",job_name="log-index"}} > 0',
        lasts="5m",
        summary="OpenSearch does not have the indices, roles or retention that were declared; read the Job's log",
        runbook=Runbook(
            means="The Job that writes index templates, retention and roles to OpenSearch failed.",
            impact="New kinds of logs have no index of their own; retention may keep too long or too short; a first "
            "installation finds no logs at all.",
            causes=(
                "OpenSearch was not there yet, or refused the login",
                "The master's secret was changed outside Secrets Manager",
                "A group in the customer's file does not exist",
            ),
            look=(
                f"`kubectl -n {NAMESPACE} logs job/log-index --tail=50`: the step and what OpenSearch answered",
                _SEARCH_IS_WELL,
            ),
            act=("Mend what it names, then sync the Application `logging` again: the Job runs after each sync",),
        ),
    )
