"""The Kubernetes constructs, for a cdk8s app. Importing this loads cdk8s and never aws-cdk-lib."""

from x2bee_constructs.addons.k8s import AddOnResources, AddOns
from x2bee_constructs.cluster.k8s import ClusterResources
from x2bee_constructs.core.k8s import PlatformApp, emit, emit_all
from x2bee_constructs.ingress.k8s import IstioIngress
from x2bee_constructs.mesh.k8s import MeshPolicies, OutsideHosts, ServiceMesh
from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.platform.k8s import PlatformCharts
from x2bee_constructs.workload.k8s import MsaDeployment

__all__ = [
    "AddOnResources",
    "AddOns",
    "AppNamespace",
    "ClusterResources",
    "IstioIngress",
    "MeshPolicies",
    "MsaDeployment",
    "OutsideHosts",
    "PlatformApp",
    "PlatformCharts",
    "PriorityClasses",
    "ServiceMesh",
    "emit",
    "emit_all",
]
