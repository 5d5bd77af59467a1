"""X2BEE platforms as typed constructs. This module is pure: it loads neither the CDK nor cdk8s.

The AWS constructs are in `x2bee_constructs.aws`, the Kubernetes constructs in `x2bee_constructs.k8s`. A name's module
is loaded when the name is asked for: programs pay for what they use.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from x2bee_constructs.core.deprecation import Moved, moved

if TYPE_CHECKING:
    from x2bee_constructs.addons.props import AddOnsProps, AddOnsSpec, LoadBalancerController
    from x2bee_constructs.apm.installed import ScouterCollectorProps, WhatapOperatorProps
    from x2bee_constructs.apm.props import NoApm, Otel, Scouter, Whatap
    from x2bee_constructs.batch.props import CronicleSchedulerProps, Mail, SchedulerSpec, SchedulerStorage
    from x2bee_constructs.batch.reconcile.props import ScheduledEventsProps
    from x2bee_constructs.batch.schedules.props import Notify, Schedule
    from x2bee_constructs.batch.schedules.when import CronicleTiming
    from x2bee_constructs.catalog import STANDARD_DATABASES, STANDARD_SERVICES
    from x2bee_constructs.cluster.nodes import AutoMode, Karpenter, NodeGroups
    from x2bee_constructs.cluster.props import ClusterSpec, EksClusterProps
    from x2bee_constructs.core.diagnostics import Finding, Span, SpecError
    from x2bee_constructs.core.leaks import ClashError, LeakError
    from x2bee_constructs.core.names import Site
    from x2bee_constructs.core.objects import ObjectError
    from x2bee_constructs.database.access.props import CaBundle, Login, PostgresAccessProps
    from x2bee_constructs.database.cloudnative import InClusterPostgresProps
    from x2bee_constructs.database.credentials import CertificateAuthority, DatabaseCredentialsProps
    from x2bee_constructs.database.props import Database, PostgresClusterProps, Recovery, Serverless
    from x2bee_constructs.database.sync.props import Place, Side, Sync, SyncTable, TableSyncProps
    from x2bee_constructs.delivery.argo.props import (
        ArgoDeliveryProps,
        Branches,
        DeliverySpec,
        EksCapability,
        Folders,
        GitRepository,
        Notifications,
        SelfManaged,
    )
    from x2bee_constructs.delivery.props import ImageRepositoriesProps
    from x2bee_constructs.hosts.props import (
        GitlabHostProps,
        GitlabOidc,
        GitlabRunner,
        GitlabSpec,
        HostDatabase,
        NexusHostProps,
        NexusLdap,
        NexusProxy,
        NexusSpec,
    )
    from x2bee_constructs.ingress.edge import (
        AlbIngressProps,
        EdgeAlarms,
        EdgeGuardProps,
        ExistingBalancer,
        PublicZone,
        Waf,
    )
    from x2bee_constructs.ingress.machines import MachineHost
    from x2bee_constructs.ingress.props import (
        ControllerBalancer,
        IstioIngressProps,
        Jwt,
        JwtIssuer,
        JwtScope,
        RateLimit,
    )
    from x2bee_constructs.ingress.routes import Backend, HeaderRules, Host, Route
    from x2bee_constructs.ingress.spec import HostSpec, IngressSpec
    from x2bee_constructs.ingress.tools import ToolHost
    from x2bee_constructs.ingress.upstream import Upstream
    from x2bee_constructs.logging.domain_login import DashboardsSpec, Iam, InternalUsers, Saml
    from x2bee_constructs.logging.domain_props import OpenSearchSpec
    from x2bee_constructs.logging.efk import EfkStackProps
    from x2bee_constructs.logging.guests import LogGuest
    from x2bee_constructs.logging.masking import Mask
    from x2bee_constructs.logging.props import LogClassSpec, LoggingSpec, LogStoreProps, LogVolume, LogZone
    from x2bee_constructs.mesh.props import OutsideHostsProps, ServiceMeshProps
    from x2bee_constructs.namespace.props import AppNamespaceProps, ContainerDefaults, Quota
    from x2bee_constructs.network.existing import ExistingVpc, Subnet
    from x2bee_constructs.network.props import Budget, NetworkProps
    from x2bee_constructs.observability.dashboards.props import (
        AuroraView,
        DashboardsProps,
        EdgeView,
        InClusterView,
        LogDomainView,
        ServiceView,
        StoreView,
        SyncView,
    )
    from x2bee_constructs.observability.props import (
        GrafanaSpec,
        KialiSpec,
        MetricsSpec,
        ObservabilitySpec,
        ObservabilityStackProps,
        RemoteWrite,
        SingleSignOn,
        SpanStore,
        TracingSpec,
    )
    from x2bee_constructs.observability.receivers import (
        AlertingSpec,
        AlertRoute,
        Email,
        Heartbeat,
        PagerDuty,
        Slack,
        Webhook,
        Window,
    )
    from x2bee_constructs.pipelines.props import Build, BuildAccessProps, GitlabTokens, PipelinesSpec, Pods
    from x2bee_constructs.platform.load import load_platform
    from x2bee_constructs.platform.props import Compatibility, NetworkSpec, Platform
    from x2bee_constructs.platform.toolchain_spec import ToolchainSpec
    from x2bee_constructs.session.props import SessionAccessProps, Sessions, SessionStoreProps, SessionUser
    from x2bee_constructs.toolchain.jenkins_props import JenkinsGitlab, JenkinsSpec, Library, OpenIdConnect
    from x2bee_constructs.toolchain.props import ToolchainProps
    from x2bee_constructs.toolchain.runners_props import RunnersSpec
    from x2bee_constructs.toolchain.sonarqube_props import QualityGate, SonarQubeDatabase, SonarQubeSaml, SonarQubeSpec
    from x2bee_constructs.workload.access import Access, Bucket, Queue
    from x2bee_constructs.workload.batch_jobs import BatchJob
    from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
    from x2bee_constructs.workload.node import Cronicle, NextJs, NodeJs
    from x2bee_constructs.workload.objectives import Objectives
    from x2bee_constructs.workload.profile import Check, Profile, Runtime
    from x2bee_constructs.workload.props import (
        Egress,
        MsaDeploymentProps,
        Peer,
        Replicas,
        Resources,
        Scaling,
        Surroundings,
        X2beeWarning,
    )
    from x2bee_constructs.workload.secrets import SecretKey
    from x2bee_constructs.workload.service import ReplicaBounds, Service
    from x2bee_constructs.workload.timing import STANDARD_TIMES, Timing, Timings

__all__ = [
    "STANDARD_DATABASES",
    "STANDARD_SERVICES",
    "STANDARD_TIMES",
    "Access",
    "AddOnsProps",
    "AddOnsSpec",
    "AlbIngressProps",
    "AlertRoute",
    "AlertingSpec",
    "AppNamespaceProps",
    "ArgoDeliveryProps",
    "AuroraView",
    "AutoMode",
    "Backend",
    "BatchJob",
    "Branches",
    "Bucket",
    "Budget",
    "Build",
    "BuildAccessProps",
    "CaBundle",
    "CertificateAuthority",
    "Check",
    "ClashError",
    "ClusterSpec",
    "Compatibility",
    "ContainerDefaults",
    "ControllerBalancer",
    "Cronicle",
    "CronicleSchedulerProps",
    "CronicleTiming",
    "DashboardsProps",
    "DashboardsSpec",
    "Database",
    "DatabaseCredentialsProps",
    "DeliverySpec",
    "EdgeAlarms",
    "EdgeGuardProps",
    "EdgeView",
    "EfkStackProps",
    "Egress",
    "EksCapability",
    "EksClusterProps",
    "Email",
    "ExistingBalancer",
    "ExistingVpc",
    "Finding",
    "Folders",
    "GitRepository",
    "GitlabHostProps",
    "GitlabOidc",
    "GitlabRunner",
    "GitlabSpec",
    "GitlabTokens",
    "GrafanaSpec",
    "HeaderRules",
    "Heartbeat",
    "Host",
    "HostDatabase",
    "HostSpec",
    "Iam",
    "ImageRepositoriesProps",
    "InClusterPostgresProps",
    "InClusterView",
    "IngressSpec",
    "InternalUsers",
    "IstioIngressProps",
    "JenkinsGitlab",
    "JenkinsSpec",
    "Jwt",
    "JwtIssuer",
    "JwtScope",
    "Karpenter",
    "KialiSpec",
    "LeakError",
    "Library",
    "LoadBalancerController",
    "LogClassSpec",
    "LogDomainView",
    "LogGuest",
    "LogStoreProps",
    "LogVolume",
    "LogZone",
    "LoggingSpec",
    "Login",
    "MachineHost",
    "Mail",
    "Mask",
    "MetricsSpec",
    "MsaDeploymentProps",
    "NetworkProps",
    "NetworkSpec",
    "NextJs",
    "NexusHostProps",
    "NexusLdap",
    "NexusProxy",
    "NexusSpec",
    "NoApm",
    "NodeGroups",
    "NodeJs",
    "Notifications",
    "Notify",
    "ObjectError",
    "Objectives",
    "ObservabilitySpec",
    "ObservabilityStackProps",
    "OpenIdConnect",
    "OpenSearchSpec",
    "Otel",
    "OutsideHostsProps",
    "PagerDuty",
    "Peer",
    "PipelinesSpec",
    "Place",
    "Platform",
    "Pods",
    "PostgresAccessProps",
    "PostgresClusterProps",
    "Profile",
    "PublicZone",
    "QualityGate",
    "Queue",
    "Quota",
    "RateLimit",
    "Recovery",
    "RemoteWrite",
    "ReplicaBounds",
    "Replicas",
    "Resources",
    "Route",
    "RunnersSpec",
    "Runtime",
    "Saml",
    "Scaling",
    "Schedule",
    "ScheduledEventsProps",
    "SchedulerSpec",
    "SchedulerStorage",
    "Scouter",
    "ScouterCollectorProps",
    "SecretKey",
    "SelfManaged",
    "Serverless",
    "Service",
    "ServiceMeshProps",
    "ServiceView",
    "SessionAccessProps",
    "SessionStoreProps",
    "SessionUser",
    "Sessions",
    "Side",
    "SingleSignOn",
    "Site",
    "Slack",
    "SonarQubeDatabase",
    "SonarQubeSaml",
    "SonarQubeSpec",
    "Span",
    "SpanStore",
    "SpecError",
    "SpringBatch",
    "SpringBoot",
    "SpringCloudGateway",
    "StoreView",
    "Subnet",
    "Surroundings",
    "Sync",
    "SyncTable",
    "SyncView",
    "TableSyncProps",
    "Timing",
    "Timings",
    "ToolHost",
    "ToolchainProps",
    "ToolchainSpec",
    "TracingSpec",
    "Upstream",
    "Waf",
    "Webhook",
    "Whatap",
    "WhatapOperatorProps",
    "Window",
    "X2beeWarning",
    "load_platform",
]

_CHECK = Moved("x2bee_constructs.handoff.check", gone="1.0")
_MOVED: Mapping[str, Moved] = {"Handoff": _CHECK, "check_handoff": _CHECK}
"""Only tests and `x2bee check` use the check."""

_HOMES: Mapping[str, str] = {
    "addons.props": "AddOnsProps AddOnsSpec LoadBalancerController",
    "apm.installed": "ScouterCollectorProps WhatapOperatorProps",
    "apm.props": "NoApm Otel Scouter Whatap",
    "batch.props": "CronicleSchedulerProps Mail SchedulerSpec SchedulerStorage",
    "batch.reconcile.props": "ScheduledEventsProps",
    "batch.schedules.props": "Notify Schedule",
    "batch.schedules.when": "CronicleTiming",
    "catalog": "STANDARD_DATABASES STANDARD_SERVICES",
    "cluster.nodes": "AutoMode Karpenter NodeGroups",
    "cluster.props": "ClusterSpec EksClusterProps",
    "core.diagnostics": "Finding Span SpecError",
    "core.leaks": "ClashError LeakError",
    "core.names": "Site",
    "core.objects": "ObjectError",
    "database.access.props": "CaBundle Login PostgresAccessProps",
    "database.cloudnative": "InClusterPostgresProps",
    "database.credentials": "CertificateAuthority DatabaseCredentialsProps",
    "database.props": "Database PostgresClusterProps Recovery Serverless",
    "database.sync.props": "Place Side Sync SyncTable TableSyncProps",
    "delivery.argo.props": "ArgoDeliveryProps Branches DeliverySpec EksCapability Folders GitRepository Notifications"
    " SelfManaged",
    "delivery.props": "ImageRepositoriesProps",
    "hosts.props": "GitlabHostProps GitlabOidc GitlabRunner GitlabSpec HostDatabase NexusHostProps NexusLdap"
    " NexusProxy NexusSpec",
    "ingress.edge": "AlbIngressProps EdgeAlarms EdgeGuardProps ExistingBalancer PublicZone Waf",
    "ingress.machines": "MachineHost",
    "ingress.props": "ControllerBalancer IstioIngressProps Jwt JwtIssuer JwtScope RateLimit",
    "ingress.routes": "Backend HeaderRules Host Route",
    "ingress.spec": "HostSpec IngressSpec",
    "ingress.tools": "ToolHost",
    "ingress.upstream": "Upstream",
    "logging.domain_login": "DashboardsSpec Iam InternalUsers Saml",
    "logging.domain_props": "OpenSearchSpec",
    "logging.efk": "EfkStackProps",
    "logging.guests": "LogGuest",
    "logging.masking": "Mask",
    "logging.props": "LogClassSpec LogStoreProps LogVolume LogZone LoggingSpec",
    "mesh.props": "OutsideHostsProps ServiceMeshProps",
    "namespace.props": "AppNamespaceProps ContainerDefaults Quota",
    "network.existing": "ExistingVpc Subnet",
    "network.props": "Budget NetworkProps",
    "observability.dashboards.props": "AuroraView DashboardsProps EdgeView InClusterView LogDomainView ServiceView"
    " StoreView SyncView",
    "observability.props": "GrafanaSpec KialiSpec MetricsSpec ObservabilitySpec ObservabilityStackProps RemoteWrite"
    " SingleSignOn SpanStore TracingSpec",
    "observability.receivers": "AlertRoute AlertingSpec Email Heartbeat PagerDuty Slack Webhook Window",
    "pipelines.props": "Build BuildAccessProps GitlabTokens PipelinesSpec Pods",
    "platform.load": "load_platform",
    "platform.props": "Compatibility NetworkSpec Platform",
    "platform.toolchain_spec": "ToolchainSpec",
    "session.props": "SessionAccessProps SessionStoreProps SessionUser Sessions",
    "toolchain.jenkins_props": "JenkinsGitlab JenkinsSpec Library OpenIdConnect",
    "toolchain.props": "ToolchainProps",
    "toolchain.runners_props": "RunnersSpec",
    "toolchain.sonarqube_props": "QualityGate SonarQubeDatabase SonarQubeSaml SonarQubeSpec",
    "workload.access": "Access Bucket Queue",
    "workload.batch_jobs": "BatchJob",
    "workload.jvm": "SpringBatch SpringBoot SpringCloudGateway",
    "workload.node": "Cronicle NextJs NodeJs",
    "workload.objectives": "Objectives",
    "workload.profile": "Check Profile Runtime",
    "workload.props": "Egress MsaDeploymentProps Peer Replicas Resources Scaling Surroundings X2beeWarning",
    "workload.secrets": "SecretKey",
    "workload.service": "ReplicaBounds Service",
    "workload.timing": "STANDARD_TIMES Timing Timings",
}
"""The public names of each module of the package: what the imports above are to a type checker, this is to Python."""

_HOME = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        return moved(__name__, name, _MOVED)
    globals()[name] = found = getattr(import_module(_HOME[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_MOVED})
