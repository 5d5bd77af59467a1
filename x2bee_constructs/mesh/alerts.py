"""When somebody is called because of the mesh: its control plane, its gateway, and callers that find nobody."""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook
from x2bee_constructs.mesh.names import GATEWAY

__all__ = ["mesh_alerts"]

_AREA = "mesh"

_PUSH_SECONDS = 30
"""Until a proxy knows what was changed: usually below one. Our judgement."""

_GATEWAY_PERCENT = 5
_ENOUGH = 0.2
"""Requests a second, of fewer of which one error is already many percent. Our judgement."""

_ISTIOD = (
    "`kubectl -n istio-system get pods -l app=istiod -o wide` and `kubectl -n istio-system logs -l app=istiod "
    "--since=15m | grep -iE 'error|warn' | tail -50`"
)
_ANALYZE = "`istioctl analyze -A` and `istioctl proxy-status`: what is wrong, and which proxies are STALE"
_FLAGS = (
    '`sum by (response_code, response_flags, destination_service_name) (rate(istio_requests_total{reporter="source"}'
    "[5m]))`: which code and flag, towards whom"
)
_REVERT = "It began with a change of the mesh's or a service's objects: revert the commit and let Argo CD sync"

_ISTIOD_AWAY = Alert(
    name="IstiodAway",
    area=_AREA,
    severity="critical",
    expr='absent(istio_build{component="pilot"})',
    lasts="5m",
    summary="No istiod is seen: proxies learn nothing new",
    runbook=Runbook(
        means="Prometheus has seen no control plane of the mesh for five minutes.",
        impact="What runs goes on with what it knows. New pods get no proxy and do not start; pods that are "
        "replaced are still called at their old address; after a day certificates end.",
        causes=("No pod of istiod is ready", "Its webhook or CA is broken after an upgrade", "Prometheus alone"),
        look=(_ISTIOD, "`kubectl -n istio-system get deploy,hpa,pdb`"),
        act=(
            "An upgrade: revert the revision in the customer's file; services keep the old one until they restart",
            "Pods that do not start: `kubectl -n istio-system describe pod -l app=istiod`",
            "Stop rollouts until it is back: pods without a proxy are refused by the others",
        ),
    ),
)

_MESH_CONFIG_REJECTED = Alert(
    name="MeshConfigRejected",
    area=_AREA,
    severity="warning",
    expr="sum by (type) (increase(pilot_total_xds_rejects[10m])) > 0",
    lasts="10m",
    summary="Proxies refuse what istiod sends them ({{ $labels.type }})",
    runbook=Runbook(
        means="A proxy answered that it cannot use a piece of configuration, and keeps the old one.",
        impact="What was changed last does not work for those proxies; the rest does.",
        causes=("An EnvoyFilter that this version does not take", "Two objects that contradict each other"),
        look=(_ANALYZE, _ISTIOD),
        act=(_REVERT, "`istioctl proxy-config all <pod> -n <namespace>` shows what the proxy has"),
    ),
)

_MESH_PUSH_SLOW = Alert(
    name="MeshPushSlow",
    area=_AREA,
    severity="warning",
    expr=f"histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[5m]))) > {_PUSH_SECONDS}",
    lasts="15m",
    summary="Proxies learn of changes after {{ $value | humanizeDuration }}",
    runbook=Runbook(
        means="From a change until all proxies have it takes far longer than usual.",
        impact="Rollouts: pods that are gone are still called, which retries hide up to a point.",
        causes=("istiod has too little CPU", "Many changes at once", "A proxy that does not answer"),
        look=(_ISTIOD, _ANALYZE, "`sum by (type) (rate(pilot_xds_pushes[5m]))`: what is sent so often"),
        act=("More CPU or pods for istiod: `mesh.istiod` of ServiceMesh", "Find who changes objects all the time"),
    ),
)

_MESH_ROOT_EXPIRES = Alert(
    name="MeshRootExpires",
    area=_AREA,
    severity="warning",
    expr="citadel_server_root_cert_expiry_timestamp - time() < 60 * 86400",
    lasts="1h",
    summary="The mesh's root certificate ends in {{ $value | humanizeDuration }}",
    runbook=Runbook(
        means="The certificate that all proxies trust ends within two months.",
        impact="None until then. At its end no proxy lets another one in: everything stops.",
        causes=("It lives ten years, and they are over", "A root of your own that was not renewed"),
        look=("`istioctl proxy-config secret <pod> -n <namespace>`: ROOTCA and its end",),
        act=(
            "Istio's guide to a new root, with both trusted for a while; never by deleting the old secret",
            "Restart the services one after the other: `kubectl -n <namespace> rollout restart deployment`",
        ),
    ),
)

_OWN = f'reporter="source",source_workload="{GATEWAY}"'
_FAILED = f'sum(rate(istio_requests_total{{{_OWN},response_code=~"5.."}}[5m]))'
_EVERY = f"sum(rate(istio_requests_total{{{_OWN}}}[5m]))"

_GATEWAY_ERRORS = Alert(
    name="GatewayErrors",
    area=_AREA,
    severity="critical",
    expr=f"{_FAILED} / {_EVERY} > {_GATEWAY_PERCENT / 100:g} and {_EVERY} > {_ENOUGH:g}",
    lasts="5m",
    summary="{{ $value | humanizePercentage }} of what comes in is answered with 5xx",
    runbook=Runbook(
        means=f"The gateway of the mesh answers more than {_GATEWAY_PERCENT} % of all requests with an error, "
        "whichever service is behind it.",
        impact="Customers see errors now.",
        causes=("A front or the REST gateway is away", "A route was changed", "A dependency of all of them"),
        look=(
            _FLAGS,
            "`kubectl -n istio-system logs -l app=istio-ingressgateway --since=5m | grep '\"5' | tail -20`",
            "Which service's objective burns, too: the page of AvailabilityBurnsFast goes on from there",
        ),
        act=(
            _REVERT,
            "One front alone: its own deployment; see AvailabilityBurnsFast",
            "All: databases and session store first (`aws cloudwatch describe-alarms --state-value ALARM`)",
        ),
    ),
)

_NO_HEALTHY_UPSTREAM = Alert(
    name="NoHealthyUpstream",
    area=_AREA,
    severity="critical",
    expr='sum by (destination_service_name, source_workload) (increase(istio_requests_total{reporter="source",'
    'response_flags=~"(.*,)?UH(,.*)?"}[5m])) > 10',
    lasts="2m",
    summary="{{ $labels.source_workload }} finds no healthy pod of {{ $labels.destination_service_name }}",
    runbook=Runbook(
        means="A caller's proxy has no pod left to send to: none is ready, or it threw all out for their errors.",
        impact="Every such call fails at once.",
        causes=("The service has no ready pod", "All its pods answer 5xx and were thrown out", "A wrong port"),
        look=(
            "`kubectl -n <namespace> get endpointslices -l kubernetes.io/service-name=<service>`: who is ready",
            (
                "`istioctl proxy-config endpoints <caller's pod> -n <namespace> | grep <service>`: HEALTHY, or thrown "
                "out"
            ),
            _FLAGS,
        ),
        act=(
            "No pod: WorkloadHasNoPods",
            "Thrown out: mend what answers 5xx; proxies take pods back by themselves within a minute or two",
        ),
    ),
)


def mesh_alerts() -> tuple[Alert, ...]:
    """Those of a platform with a mesh: of its control plane, then of its traffic."""
    return (
        _ISTIOD_AWAY,
        _MESH_CONFIG_REJECTED,
        _MESH_PUSH_SLOW,
        _MESH_ROOT_EXPIRES,
        _GATEWAY_ERRORS,
        _NO_HEALTHY_UPSTREAM,
    )
