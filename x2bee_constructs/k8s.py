"""The Kubernetes constructs, for a cdk8s app. Importing this loads cdk8s and never aws-cdk-lib."""

from x2bee_constructs.core.k8s import PlatformApp, emit, emit_all
from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.platform.k8s import PlatformCharts
from x2bee_constructs.workload.k8s import MsaDeployment

__all__ = ["AppNamespace", "MsaDeployment", "PlatformApp", "PlatformCharts", "PriorityClasses", "emit", "emit_all"]
