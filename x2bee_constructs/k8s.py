"""The Kubernetes constructs, for a cdk8s app. Importing this loads cdk8s and never aws-cdk-lib."""

from x2bee_constructs.core.extras import missing_extra

try:
    from x2bee_constructs.addons.k8s import AddOnResources, AddOns
    from x2bee_constructs.apm.k8s import ScouterCollector, WhatapOperator
    from x2bee_constructs.batch.k8s import CronicleScheduler
    from x2bee_constructs.batch.reconcile.k8s import ScheduledEvents
    from x2bee_constructs.cluster.k8s import ClusterResources
    from x2bee_constructs.core.k8s import PlatformApp, emit, emit_all
    from x2bee_constructs.core.releases import Ignored
    from x2bee_constructs.database.access.k8s import PostgresAccess
    from x2bee_constructs.database.k8s import DatabaseCredentials, InClusterPostgres
    from x2bee_constructs.database.sync.k8s import TableSync
    from x2bee_constructs.delivery.argo.delivered import Delivered, DeliveredChart
    from x2bee_constructs.delivery.argo.k8s import ArgoDelivery, delivered_charts
    from x2bee_constructs.ingress.k8s import IstioIngress
    from x2bee_constructs.logging.k8s import EfkStack
    from x2bee_constructs.mesh.k8s import MeshPolicies, OutsideHosts, ServiceMesh
    from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
    from x2bee_constructs.observability.dashboards.k8s import GrafanaDashboards
    from x2bee_constructs.observability.k8s import ObservabilityStack
    from x2bee_constructs.observability.rules.k8s import AlertRules
    from x2bee_constructs.platform.k8s import PlatformCharts
    from x2bee_constructs.session.k8s import SessionAccess
    from x2bee_constructs.toolchain.k8s import Toolchain
    from x2bee_constructs.workload.k8s import MsaDeployment
except ModuleNotFoundError as error:
    raise missing_extra(error, "k8s") from None

__all__ = [
    "AddOnResources",
    "AddOns",
    "AlertRules",
    "AppNamespace",
    "ArgoDelivery",
    "ClusterResources",
    "CronicleScheduler",
    "DatabaseCredentials",
    "Delivered",
    "DeliveredChart",
    "EfkStack",
    "GrafanaDashboards",
    "Ignored",
    "InClusterPostgres",
    "IstioIngress",
    "MeshPolicies",
    "MsaDeployment",
    "ObservabilityStack",
    "OutsideHosts",
    "PlatformApp",
    "PlatformCharts",
    "PostgresAccess",
    "PriorityClasses",
    "ScheduledEvents",
    "ScouterCollector",
    "ServiceMesh",
    "SessionAccess",
    "TableSync",
    "Toolchain",
    "WhatapOperator",
    "delivered_charts",
    "emit",
    "emit_all",
]
