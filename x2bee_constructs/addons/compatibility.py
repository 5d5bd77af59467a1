"""Which Kubernetes each pinned component is supported on, as its upstream says, and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic_core import PydanticCustomError

from x2bee_constructs.addons import names
from x2bee_constructs.core import versions
from x2bee_constructs.core.faults import fault, matching, meant

__all__ = ["COMPATIBILITY", "KubernetesMinor", "Support", "unsupported"]

KubernetesMinor = Annotated[str, matching(r"1\.[1-9][0-9]", "a minor version in quotes, such as '1.35'")]
"""A minor version of Kubernetes: `1.35`."""

_LOOKED_UP = "2026-11-23"


@dataclass(frozen=True)
class Support:
    """What upstream says of one component. A bound that it does not say is None, and refuses nothing."""

    version: str
    source: str
    """Repository and file, or page."""
    oldest: int | None = None
    """The oldest minor: 32 for 1.32."""
    newest: int | None = None
    """The newest minor that upstream supports, or has tested where it says no more."""
    unknown: str = ""
    """What was looked for and not found."""
    looked_up: str = _LOOKED_UP

    def covers(self, minor: int) -> bool:
        """Whether upstream says nothing against this minor version."""
        return (self.oldest or 0) <= minor and (self.newest is None or minor <= self.newest)

    @property
    def range(self) -> str:
        """`1.33 to 1.35`, `1.32 and newer`, or that nothing is said."""
        if self.newest:
            return f"1.{self.oldest} to 1.{self.newest}" if self.oldest else f"at most 1.{self.newest}"
        return f"1.{self.oldest} and newer" if self.oldest else "no bound said"


COMPATIBILITY: Mapping[str, Support] = {
    "argo-cd": Support(
        versions.ARGO_CD.app_version,
        "argoproj/argo-cd at v3.4.4, docs/operator-manual/tested-kubernetes-versions.md",
        oldest=32,
        newest=35,
    ),
    names.LOAD_BALANCER_CONTROLLER: Support(
        versions.AWS_LOAD_BALANCER_CONTROLLER.app_version,
        "kubernetes-sigs/aws-load-balancer-controller at v3.5.0, docs/deploy/installation.md",
        oldest=22,
        unknown="a newest version: upstream names none",
    ),
    names.CERT_MANAGER: Support(
        versions.CERT_MANAGER.app_version,
        "cert-manager/website, content/docs/releases/README.md (supported and tested)",
        oldest=33,
        newest=36,
    ),
    names.CLOUDNATIVE_PG: Support(
        versions.CLOUDNATIVE_PG.version,
        versions.CLOUDNATIVE_PG.source,
        oldest=34,
        newest=36,
    ),
    names.CLUSTER_AUTOSCALER: Support(
        versions.CLUSTER_AUTOSCALER_RELEASES["1.36"],
        "kubernetes/autoscaler, cluster-autoscaler/README.md (each minor of Kubernetes has a release of its own)",
        oldest=32,
        newest=36,
    ),
    "eks": Support(
        versions.KUBERNETES.version,
        "aws-cdk-lib 2.275.0, aws_eks_v2.KubernetesVersion",
        newest=36,
        unknown="which versions EKS still supports today: no page of AWS could be read",
    ),
    names.EXTERNAL_DNS: Support(
        versions.EXTERNAL_DNS.app_version,
        "kubernetes-sigs/external-dns at v0.21.0, README.md (0.18 and newer)",
        oldest=21,
        unknown="a newest version: upstream names none",
    ),
    names.EXTERNAL_SECRETS: Support(
        versions.EXTERNAL_SECRETS.app_version,
        "external-secrets/external-secrets at v2.9.0, deploy/charts/external-secrets/Chart.yaml (kubeVersion)",
        oldest=19,
        unknown="a row for 2.9 in docs/introduction/stability-support.md: it ends with 2.8, tested on 1.35 and 1.36",
    ),
    "grafana": Support(
        versions.GRAFANA.version,
        versions.GRAFANA.source,
        oldest=25,
        unknown="a newest version: the chart names none",
        looked_up="2026-11-30",
    ),
    "istio": Support(
        versions.ISTIO.version,
        "istio/istio at 1.30.3, istioctl/pkg/install/k8sversion/version.go (MinK8SVersion)",
        oldest=32,
        unknown="the newest version of 1.30 in the table of istio.io: no copy of it reaches 1.30",
    ),
    "jaeger": Support(
        versions.JAEGER.version,
        versions.JAEGER.source,
        oldest=21,
        unknown="a newest version: the chart names none",
        looked_up="2026-11-30",
    ),
    names.KARPENTER: Support(
        versions.KARPENTER.version,
        "aws/karpenter-provider-aws at v1.14.1, website/content/en/preview/upgrading/compatibility.md",
        oldest=30,
        newest=36,
    ),
    names.KEDA: Support(
        versions.KEDA.app_version,
        "kedacore/keda-docs, content/docs/2.20/operate/cluster.md (tested)",
        oldest=33,
        newest=35,
    ),
    "kube-prometheus-stack": Support(
        versions.KUBE_PROMETHEUS_STACK.version,
        "prometheus-community/helm-charts at kube-prometheus-stack-88.5.3, Chart.yaml (kubeVersion)",
        oldest=25,
        unknown="a newest version: neither chart nor operator names one",
    ),
    names.METRICS_SERVER: Support(
        versions.METRICS_SERVER.app_version,
        "kubernetes-sigs/metrics-server at metrics-server-helm-chart-3.13.1, README.md",
        oldest=31,
        unknown="a newest version: upstream says 1.31+",
    ),
    names.BARMAN_CLOUD: Support(
        versions.PLUGIN_BARMAN_CLOUD.app_version,
        "cloudnative-pg/charts at plugin-barman-cloud-v0.7.0, Chart.yaml (kubeVersion)",
        oldest=29,
        unknown="a newest version: upstream names none",
        looked_up="2026-11-25",
    ),
    names.PROMETHEUS_CRDS: Support(
        versions.PROMETHEUS_OPERATOR_CRDS.app_version,
        "prometheus-community/helm-charts at prometheus-operator-crds-31.0.1, Chart.yaml (kubeVersion)",
        oldest=16,
        unknown="a newest version: the chart names none",
        looked_up="2026-11-25",
    ),
    "sonarqube": Support(
        versions.SONARQUBE.version,
        "SonarSource/helm-chart-sonarqube at 2026.5.0, charts/sonarqube/README.md",
        oldest=32,
        newest=35,
    ),
}
"""By component, in the order of their names. Where upstream names no bound none is made up."""


def unsupported(kubernetes: str, components: Iterable[str]) -> Iterator[PydanticCustomError]:
    """One fault (X2B301) for each of the components that upstream does not support on this Kubernetes.

    Raises `ValueError` for a component that is not in `COMPATIBILITY`, and for text that is no minor version.
    """
    minor = _minor(kubernetes)
    for name in components:
        if name not in COMPATIBILITY:
            raise ValueError(
                f"no component '{name}'{meant(name, COMPATIBILITY)[0]} expected {', '.join(COMPATIBILITY)}"
            )
        found = COMPATIBILITY[name]
        if not found.covers(minor):
            yield _fault(kubernetes, name, found)


def _minor(kubernetes: str) -> int:
    major, _, minor = kubernetes.partition(".")
    if major != "1" or not minor.isdecimal():
        raise ValueError(f"expected a minor version such as 1.35, got '{kubernetes}'")
    return int(minor)


_OPTIONAL = {names.CERT_MANAGER, names.EXTERNAL_DNS, names.KEDA, "istio", "sonarqube"}
"""Those that a customer's file can leave out."""


def _fault(kubernetes: str, name: str, found: Support) -> PydanticCustomError:
    without = f", or do without {name}" if name in _OPTIONAL else ""
    return fault(
        "X2B301",
        f"{name} {found.version} is not supported on Kubernetes {kubernetes}",
        expected=found.range,
        got=kubernetes,
        why=f"{found.source}, read {found.looked_up}",
        fix=f"take a Kubernetes that it is supported on ({versions.KUBERNETES.version}){without}",
    )
