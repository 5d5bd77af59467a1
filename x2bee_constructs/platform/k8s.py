"""The Kubernetes side of a platform: one chart per Argo CD application."""

from __future__ import annotations

from cdk8s import App, Chart

from x2bee_constructs.addons.k8s import AddOnResources, AddOns
from x2bee_constructs.apm.k8s import ScouterCollector, WhatapOperator
from x2bee_constructs.batch.k8s import CronicleScheduler
from x2bee_constructs.batch.reconcile.k8s import ScheduledEvents
from x2bee_constructs.cluster.k8s import ClusterResources
from x2bee_constructs.database.access.k8s import PostgresAccess
from x2bee_constructs.database.k8s import DatabaseCredentials, InClusterPostgres
from x2bee_constructs.database.names import data_namespace
from x2bee_constructs.database.sync.k8s import TableSync
from x2bee_constructs.delivery.argo.k8s import ArgoDelivery, delivered_charts
from x2bee_constructs.ingress.k8s import IstioIngress
from x2bee_constructs.logging.k8s import EfkStack
from x2bee_constructs.mesh.k8s import MeshPolicies, OutsideHosts, ServiceMesh
from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.namespace.props import AppNamespaceProps
from x2bee_constructs.observability.dashboards.k8s import GrafanaDashboards
from x2bee_constructs.observability.k8s import ObservabilityStack
from x2bee_constructs.observability.rules.k8s import AlertRules
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.alerts import platform_rules
from x2bee_constructs.platform.apm import scouter_props, whatap_props
from x2bee_constructs.platform.batch import scheduler_props
from x2bee_constructs.platform.dashboards import dashboards_props
from x2bee_constructs.platform.databases import access_props, credentials_props, in_cluster_props
from x2bee_constructs.platform.delivery import WAVES_OF_CHARTS, delivery_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.logs import efk_props
from x2bee_constructs.platform.mesh import mesh_props, outside_props
from x2bee_constructs.platform.names import (
    ADD_ONS_CHART,
    APM_CHART,
    CLUSTER_CHART,
    DATA_CHART,
    DELIVERY_CHART,
    INGRESS_CHART,
    ISTIO_CHART,
    LOGGING_CHART,
    MESH_CHART,
    MONITORING_CHART,
    NAMESPACE_CHART,
    SYNCS_CHART,
    SYSTEM_CHARTS,
    TOOLCHAIN_CHART,
)
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.observability import observability_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.schedules import events_props
from x2bee_constructs.platform.sessions import session_access_props
from x2bee_constructs.platform.syncs import sync_props
from x2bee_constructs.platform.toolchain import toolchain_props
from x2bee_constructs.session.k8s import SessionAccess
from x2bee_constructs.toolchain.k8s import Toolchain
from x2bee_constructs.workload.k8s import MsaDeployment
from x2bee_constructs.workload.names import namespace

__all__ = ["PlatformCharts"]


class PlatformCharts:
    """The charts of a platform in a cdk8s App: add-ons, cluster, namespace, then one per service, named as the service.

    `add_ons` has the Argo CD Applications, `cluster` the StorageClass and nodes, `stores` the secret stores.
    `istio` has Istio's Applications, `mesh` the mesh's own rules, `outside` the hosts outside it, `ingress` the public
    hosts; each may be None.
    `namespace` is the `AppNamespace`, `priority_classes` the `PriorityClasses` beside it, and `services` has each
    `MsaDeployment` by its name, to be extended or patched, `schedulers` each `CronicleScheduler`; `credentials` and
    `sessions` how those reach databases and
    the session store. `data` is the namespace of databases, `access` has the jobs that make their roles, `databases`
    those that run inside the cluster, `syncs` what keeps tables the same, `events` what keeps schedulers' events.
    `logs` is Fluentd on every node, `observability` what watches the platform, `rules` when it calls somebody, and
    `dashboards` what Grafana shows of it; `whatap` and `scouter` are the operator or the collector of the APM,
    `toolchain` Jenkins and SonarQube.
    `delivery` has the Applications of all charts that the App has by then, those of other code too. Each may be None.
    """

    def __init__(self, app: App, platform: Platform) -> None:
        """Make all charts. Argo CD orders them by sync waves; a cdk8s dependency between charts would rename files."""
        site, add_ons, home = platform.site, add_ons_props(platform), namespace(platform.site)
        self.add_ons = AddOns(Chart(app, ADD_ONS_CHART), "add-ons", site, add_ons)
        below = Chart(app, CLUSTER_CHART)
        self.cluster = ClusterResources(below, "resources", site, cluster_props(platform))
        self.stores = AddOnResources(below, "stores", site, add_ons)
        self.istio: ServiceMesh | None = None
        self.mesh: MeshPolicies | None = None
        self.outside: OutsideHosts | None = None
        self.ingress: IstioIngress | None = None
        self._mesh(app, platform, home)
        self.data: AppNamespace | None = None
        self.databases: dict[str, InClusterPostgres] = {}
        self.access: dict[str, PostgresAccess] = {}
        self.syncs: dict[str, TableSync] = {}
        self._data(app, platform)
        logs = efk_props(platform)
        self.logs = EfkStack(Chart(app, LOGGING_CHART), "efk", site, logs) if logs else None
        self.observability: ObservabilityStack | None = None
        self.rules: AlertRules | None = None
        self.dashboards: GrafanaDashboards | None = None
        self._observability(app, platform)
        self.whatap: WhatapOperator | None = None
        self.scouter: ScouterCollector | None = None
        self._apm(app, platform)
        tools = toolchain_props(platform)
        self.toolchain = Toolchain(Chart(app, TOOLCHAIN_CHART), "toolchain", site, tools) if tools else None
        chart = Chart(app, NAMESPACE_CHART)
        self.namespace = AppNamespace(chart, home, namespace_props(platform))
        self.priority_classes = PriorityClasses(chart, "priority-classes")
        self.credentials: dict[str, DatabaseCredentials] = {}
        self.sessions: dict[str, SessionAccess] = {}
        self.events: dict[str, ScheduledEvents] = {}
        self.services: dict[str, MsaDeployment] = {}
        self.schedulers: dict[str, CronicleScheduler] = {}
        for name in platform.enabled_services:
            self._service(app, platform, name, home)
        delivery = delivery_props(platform)
        self.delivery: ArgoDelivery | None = None
        if delivery:
            charts = delivered_charts(app, WAVES_OF_CHARTS, kept=SYSTEM_CHARTS)
            self.delivery = ArgoDelivery(Chart(app, DELIVERY_CHART), "argo", platform.site, delivery, charts)

    def _service(self, app: App, platform: Platform, name: str, home: str) -> None:
        """One service, and how it reaches its databases and its sessions."""
        chart = Chart(app, name, namespace=home, disable_resource_name_hashes=True)
        if credentials := credentials_props(platform, name):
            self.credentials[name] = DatabaseCredentials(chart, "databases", platform.site, credentials)
        if sessions := session_access_props(platform, name):
            self.sessions[name] = SessionAccess(chart, "sessions", platform.site, sessions)
        if events := events_props(platform).get(name):
            self.events[name] = ScheduledEvents(chart, "events", platform.site, events)
        if scheduler := scheduler_props(platform, name):
            self.schedulers[name] = CronicleScheduler(chart, name, scheduler)
        else:
            self.services[name] = MsaDeployment(chart, name, deployment_props(platform, name))

    def _apm(self, app: App, platform: Platform) -> None:
        """Where the agents of the services come from, or send to; OpenTelemetry's need neither."""
        whatap, scouter = whatap_props(platform), scouter_props(platform)
        if whatap:
            self.whatap = WhatapOperator(Chart(app, APM_CHART), "whatap", platform.site, whatap)
        if scouter:
            self.scouter = ScouterCollector(Chart(app, APM_CHART), "scouter", platform.site, scouter)

    def _data(self, app: App, platform: Platform) -> None:
        """The namespace of what works on databases, and of databases inside the cluster."""
        site, access = platform.site, access_props(platform)
        if not access:
            return
        chart = Chart(app, DATA_CHART)
        self.data = AppNamespace(chart, data_namespace(site), AppNamespaceProps(stage="databases"))
        self.databases = {
            name: InClusterPostgres(chart, f"postgres-{name}", site, props)
            for name, props in in_cluster_props(platform).items()
        }
        self.access = {name: PostgresAccess(chart, f"access-{name}", site, props) for name, props in access.items()}
        syncs = sync_props(platform)
        if syncs:
            after = Chart(app, SYNCS_CHART, namespace=data_namespace(site))
            self.syncs = {name: TableSync(after, name, props) for name, props in syncs.items()}

    def _observability(self, app: App, platform: Platform) -> None:
        """What watches the platform, with its rules and dashboards."""
        props = observability_props(platform)
        if props:
            chart = Chart(app, MONITORING_CHART)
            self.observability = ObservabilityStack(chart, "observability", platform.site, props)
            drawn = dashboards_props(platform)
            self.dashboards = GrafanaDashboards(chart, "dashboards", platform.site, drawn) if drawn else None
            self.rules = AlertRules(chart, "rules", platform_rules(platform))

    def _mesh(self, app: App, platform: Platform, home: str) -> None:
        """The rules of the whole mesh, the hosts outside it, and the way in."""
        mesh, outside, ingress = mesh_props(platform), outside_props(platform), ingress_props(platform)
        if mesh:
            chart = Chart(app, MESH_CHART)
            self.istio = ServiceMesh(Chart(app, ISTIO_CHART), "istio", mesh)
            self.mesh = MeshPolicies(chart, "policies", mesh)
            if outside:
                self.outside = OutsideHosts(chart, "outside", outside, home)
        if ingress:
            self.ingress = IstioIngress(Chart(app, INGRESS_CHART), "ingress", platform.site, ingress)
