"""X2BEE platforms as typed constructs. This module is pure: it loads neither the CDK nor cdk8s.

The AWS constructs are in `x2bee_constructs.aws`, the Kubernetes constructs in `x2bee_constructs.k8s`.
"""

from x2bee_constructs.apm.props import Apm
from x2bee_constructs.catalog import STANDARD_DATABASES, STANDARD_SERVICES
from x2bee_constructs.core.diagnostics import Finding, Span, SpecError
from x2bee_constructs.core.leaks import ClashError, LeakError
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ObjectError
from x2bee_constructs.database.props import Database
from x2bee_constructs.delivery.props import ImageRepositoriesProps
from x2bee_constructs.namespace.props import AppNamespaceProps
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.props import Compatibility, NetworkSpec, Platform
from x2bee_constructs.workload.props import MsaDeploymentProps, Replicas, Resources
from x2bee_constructs.workload.runtimes import (
    Check,
    NextJs,
    NodeJs,
    Profile,
    Runtime,
    SpringBatch,
    SpringBoot,
    SpringCloudGateway,
)
from x2bee_constructs.workload.service import ReplicaBounds, Service

__all__ = [
    "STANDARD_DATABASES",
    "STANDARD_SERVICES",
    "Apm",
    "AppNamespaceProps",
    "Check",
    "ClashError",
    "Compatibility",
    "Database",
    "Finding",
    "ImageRepositoriesProps",
    "LeakError",
    "MsaDeploymentProps",
    "NetworkProps",
    "NetworkSpec",
    "NextJs",
    "NodeJs",
    "ObjectError",
    "Platform",
    "Profile",
    "ReplicaBounds",
    "Replicas",
    "Resources",
    "Runtime",
    "Service",
    "Site",
    "Span",
    "SpecError",
    "SpringBatch",
    "SpringBoot",
    "SpringCloudGateway",
    "load_platform",
]
