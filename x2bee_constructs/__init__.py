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
from x2bee_constructs.namespace.props import AppNamespaceProps, ContainerDefaults, Quota
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.props import Compatibility, NetworkSpec, Platform
from x2bee_constructs.workload.access import Access, Bucket, Queue
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.node import NextJs, NodeJs
from x2bee_constructs.workload.profile import Check, Profile, Runtime
from x2bee_constructs.workload.props import (
    Egress,
    MsaDeploymentProps,
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
    "Apm",
    "AppNamespaceProps",
    "Bucket",
    "Check",
    "ClashError",
    "Compatibility",
    "ContainerDefaults",
    "Database",
    "Egress",
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
    "Queue",
    "Quota",
    "ReplicaBounds",
    "Replicas",
    "Resources",
    "Runtime",
    "Scaling",
    "SecretKey",
    "Service",
    "Site",
    "Span",
    "SpecError",
    "SpringBatch",
    "SpringBoot",
    "SpringCloudGateway",
    "Surroundings",
    "Timing",
    "Timings",
    "X2beeWarning",
    "load_platform",
]
