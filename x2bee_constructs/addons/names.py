"""What the add-ons are called: contract, because their roles, their objects and those of services hold on to it."""

from __future__ import annotations

from x2bee_constructs.core.names import bounded

__all__ = [
    "BARMAN_CLOUD",
    "CERT_MANAGER",
    "CLOUDNATIVE_PG",
    "CLOUDNATIVE_PG_NAMESPACE",
    "CLUSTER_AUTOSCALER",
    "EXTERNAL_DNS",
    "EXTERNAL_SECRETS",
    "KARPENTER",
    "KARPENTER_CRD",
    "KEDA",
    "LOAD_BALANCER_CONTROLLER",
    "METRICS_SERVER",
    "PARAMETER_STORE",
    "PROJECT",
    "PROMETHEUS_CRDS",
    "SECRETS_MANAGER",
    "SYSTEM",
    "reader_role",
    "reader_store",
]

LOAD_BALANCER_CONTROLLER = "aws-load-balancer-controller"
EXTERNAL_SECRETS = "external-secrets"
EXTERNAL_DNS = "external-dns"
METRICS_SERVER = "metrics-server"
CLUSTER_AUTOSCALER = "cluster-autoscaler"
KARPENTER = "karpenter"
KARPENTER_CRD = "karpenter-crd"
KEDA = "keda"
CERT_MANAGER = "cert-manager"
CLOUDNATIVE_PG = "cloudnative-pg"
BARMAN_CLOUD = "plugin-barman-cloud"
PROMETHEUS_CRDS = "prometheus-operator-crds"
"""An add-on: its Argo CD Application, its Helm release, its ServiceAccount and, but for those in `kube-system`, its
namespace have this name. CloudNativePG and its plugin have upstream's."""

CLOUDNATIVE_PG_NAMESPACE = "cnpg-system"
"""Where CloudNativePG's operator and its plugin are; policies of databases let it in."""

SYSTEM = "kube-system"
"""The namespace of the add-ons that upstream puts there: the API server serves its requests first."""

PROJECT = "x2bee-addons"
"""The Argo CD AppProject of the add-ons."""

SECRETS_MANAGER = "aws-secrets-manager"
"""The ClusterSecretStore that reads AWS Secrets Manager; services name it in their ExternalSecrets."""

PARAMETER_STORE = "aws-parameter-store"
"""The ClusterSecretStore that reads SSM Parameter Store."""


def reader_store(store: str, reader: str) -> str:
    """The ClusterSecretStore of a reader of its own: `aws-secrets-manager-data`."""
    return bounded(f"{store}-{reader}", 63, "a secret store's name")


def reader_role(reader: str) -> str:
    """What a reader's role is called, after the site: `x2bee-acme-prd-secrets-data`."""
    return f"secrets-{reader}"
