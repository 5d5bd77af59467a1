"""Every version that this library pins, with the day it was looked up and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = [
    "ARGO_CD",
    "AWS_LOAD_BALANCER_CONTROLLER",
    "BUILDKIT",
    "CERT_MANAGER",
    "CLOUDNATIVE_PG",
    "CLOUDNATIVE_PG_CHART",
    "CLUSTER_AUTOSCALER",
    "CLUSTER_AUTOSCALER_RELEASES",
    "COLLECTOR",
    "COSIGN",
    "CRANE",
    "CRONICLE",
    "EXTERNAL_DNS",
    "EXTERNAL_SECRETS",
    "GITLAB",
    "GITLAB_RUNNER",
    "GRAFANA",
    "HOST_POSTGRES",
    "ISTIO",
    "ISTIO_REVISION",
    "JAEGER",
    "JENKINS",
    "JENKINS_PLUGINS",
    "KARPENTER",
    "KARPENTER_CRD",
    "KEDA",
    "KIALI",
    "KUBERNETES",
    "KUBE_PROMETHEUS_STACK",
    "METRICS_SERVER",
    "NEXUS",
    "NODE_EXPORTER",
    "OTEL_JAVA_AGENT",
    "OTEL_NODEJS_AGENT",
    "PLUGIN_BARMAN_CLOUD",
    "PROMETHEUS_OPERATOR_CRDS",
    "SCOUTER",
    "SONARQUBE",
    "SONAR_SCANNER",
    "TRIVY",
    "WHATAP_JAVA_AGENT",
    "WHATAP_OPERATOR",
    "ChartPin",
    "ImagePin",
    "Pin",
]


class Pin(NamedTuple):
    """One version of one component."""

    version: str
    looked_up: str
    """The day, as `2026-11-23`."""
    source: str
    """Repository and file, or page."""


class ChartPin(NamedTuple):
    """One version of one Helm chart, and of the program that it brings."""

    repository: str
    """The chart repository as Helm is given it: `https://…`, or `oci://…` without the chart's name."""
    chart: str
    version: str
    """The chart's version, which Argo CD is given."""
    app_version: str
    """The version of the program in it."""
    looked_up: str
    """The day, as `2026-11-23`."""
    source: str
    """Repository, tag and file."""


class ImagePin(NamedTuple):
    """One version of one container image that upstream publishes."""

    repository: str
    """Registry and name."""
    tag: str
    looked_up: str
    """The day, as `2026-11-23`."""
    source: str
    """Repository, tag and file."""

    @property
    def image(self) -> str:
        """Registry, name and tag."""
        return f"{self.repository}:{self.tag}"


KUBERNETES = Pin("1.35", "2026-11-23", "EKS; the newest that all pinned components support")
"""What a cluster runs; 1.32 to 1.36 are judged in conformance/."""

ISTIO = Pin("1.30.3", "2026-11-23", "istio/istio, newest stable release")
"""The mesh."""

ISTIO_REVISION = ISTIO.version.replace(".", "-")
"""The revision whose control plane injects proxies: a new version comes beside the old one, under its own."""

CLOUDNATIVE_PG = Pin("1.30", "2026-11-23", "cloudnative-pg/cloudnative-pg, docs/src/supported_releases.md")
"""The PostgreSQL operator, for databases inside the cluster."""

AWS_LOAD_BALANCER_CONTROLLER = ChartPin(
    repository="https://aws.github.io/eks-charts",
    chart="aws-load-balancer-controller",
    version="3.5.0",
    app_version="v3.5.0",
    looked_up="2026-11-23",
    source="kubernetes-sigs/aws-load-balancer-controller at v3.5.0, helm/aws-load-balancer-controller/Chart.yaml",
)
"""Puts pods behind load balancers."""

EXTERNAL_SECRETS = ChartPin(
    repository="https://charts.external-secrets.io",
    chart="external-secrets",
    version="2.9.0",
    app_version="v2.9.0",
    looked_up="2026-11-23",
    source="external-secrets/external-secrets at v2.9.0, deploy/charts/external-secrets/Chart.yaml",
)
"""Brings secrets and parameters into the cluster, by name."""

EXTERNAL_DNS = ChartPin(
    repository="https://kubernetes-sigs.github.io/external-dns/",
    chart="external-dns",
    version="1.21.1",
    app_version="0.21.0",
    looked_up="2026-11-23",
    source="kubernetes-sigs/external-dns at external-dns-helm-chart-1.21.1, charts/external-dns/Chart.yaml",
)
"""Writes DNS records of what Kubernetes owns."""

METRICS_SERVER = ChartPin(
    repository="https://kubernetes-sigs.github.io/metrics-server/",
    chart="metrics-server",
    version="3.13.1",
    app_version="0.8.1",
    looked_up="2026-11-23",
    source="kubernetes-sigs/metrics-server at metrics-server-helm-chart-3.13.1, charts/metrics-server/Chart.yaml",
)
"""CPU and memory of pods, for autoscalers and `kubectl top`."""

KARPENTER = ChartPin(
    repository="oci://public.ecr.aws/karpenter",
    chart="karpenter",
    version="1.14.1",
    app_version="1.14.1",
    looked_up="2026-11-23",
    source="aws/karpenter-provider-aws at v1.14.1, charts/karpenter/Chart.yaml",
)
"""Starts and ends nodes as pods need them."""

KARPENTER_CRD = ChartPin(
    repository=KARPENTER.repository,
    chart="karpenter-crd",
    version=KARPENTER.version,
    app_version=KARPENTER.app_version,
    looked_up="2026-11-23",
    source="aws/karpenter-provider-aws at v1.14.1, charts/karpenter-crd/Chart.yaml",
)
"""Karpenter's CRDs, in a chart of their own that upgrades them."""

CLUSTER_AUTOSCALER = ChartPin(
    repository="https://kubernetes.github.io/autoscaler",
    chart="cluster-autoscaler",
    version="9.59.0",
    app_version="1.35.0",
    looked_up="2026-11-23",
    source="kubernetes/autoscaler at cluster-autoscaler-chart-9.59.0, "
    "cluster-autoscaler/charts/cluster-autoscaler/Chart.yaml",
)
"""Raises and lowers the number of nodes of node groups."""

CLUSTER_AUTOSCALER_RELEASES: Mapping[str, str] = {
    "1.32": "1.32.7",
    "1.33": "1.33.6",
    "1.34": "1.34.5",
    "1.35": "1.35.2",
    "1.36": "1.36.1",
}
"""What runs on each minor of Kubernetes, instead of the chart's own program: upstream wants the newest release of the
same minor (kubernetes/autoscaler, cluster-autoscaler/README.md; tags `cluster-autoscaler-<release>`, 2026-11-23)."""

KEDA = ChartPin(
    repository="https://kedacore.github.io/charts",
    chart="keda",
    version="2.20.2",
    app_version="2.20.2",
    looked_up="2026-11-23",
    source="kedacore/charts at v2.20.2, keda/Chart.yaml",
)
"""Scales pods by what happens outside them: requests that Prometheus counts."""

CERT_MANAGER = ChartPin(
    repository="https://charts.jetstack.io",
    chart="cert-manager",
    version="v1.21.1",
    app_version="v1.21.1",
    looked_up="2026-11-23",
    source="cert-manager/cert-manager, tag v1.21.1 (the release writes chart and program version from it)",
)
"""Certificates inside the cluster; public ones are ACM's."""

ARGO_CD = ChartPin(
    repository="https://argoproj.github.io/argo-helm",
    chart="argo-cd",
    version="10.1.1",
    app_version="v3.4.4",
    looked_up="2026-11-23",
    source="argoproj/argo-helm at argo-cd-10.1.1, charts/argo-cd/Chart.yaml",
)
"""Applies what is in Git."""

KUBE_PROMETHEUS_STACK = ChartPin(
    repository="https://prometheus-community.github.io/helm-charts",
    chart="kube-prometheus-stack",
    version="88.5.3",
    app_version="v0.93.1",
    looked_up="2026-11-23",
    source="prometheus-community/helm-charts at kube-prometheus-stack-88.5.3, charts/kube-prometheus-stack/Chart.yaml",
)
"""Prometheus and its operator."""

SONARQUBE = ChartPin(
    repository="https://SonarSource.github.io/helm-chart-sonarqube",
    chart="sonarqube",
    version="2026.5.0",
    app_version="2026.4.0",
    looked_up="2026-11-23",
    source="SonarSource/helm-chart-sonarqube, charts/sonarqube/Chart.yaml",
)
"""Reads code for faults."""

JENKINS = ChartPin(
    repository="https://charts.jenkins.io",
    chart="jenkins",
    version="5.9.53",
    app_version="2.568.2",
    looked_up="2026-11-30",
    source="jenkinsci/helm-charts at jenkins-5.9.53, charts/jenkins/Chart.yaml",
)
"""Builds."""

JENKINS_PLUGINS: Mapping[str, str] = {
    "configuration-as-code": "2117.vc05a_0b_e6b_f4e",
    "credentials": "1511.v2e3cb_0008ef0",
    "credentials-binding": "728.v902a_273b_8947",
    "git": "5.10.1",
    "gitlab-branch-source": "743.ve0c8154a_8da_b_",
    "job-dsl": "3732.v9a_c49a_61a_313",
    "junit": "1424.vc64a_edde7777",
    "kubernetes": "4547.v52f3080db_8cd",
    "kubernetes-credentials-provider": "1.315.v92008589c044",
    "lockable-resources": "1539.v4db_b_fc1cc115",
    "matrix-auth": "3.3",
    "oic-auth": "4.718.ve731df6ca_88a_",
    "pipeline-groovy-lib": "798.v5cc688825312",
    "pipeline-milestone-step": "152.v6e22b_8cfc66c",
    "pipeline-model-definition": "2.2293.v6e7193cec599",
    "plain-credentials": "199.v9f8e1f741799",
    "prometheus": "860.v532442b_44e9a_",
    "script-security": "1412.v7737b_3405f86",
    "sonar": "2.18.3",
    "workflow-aggregator": "608.v67378e9d3db_1",
    "workflow-cps": "4370.v49a_6937566b_6",
    "workflow-job": "1571.1580.v18e46842c125",
    "workflow-multibranch": "841.vec5b_9e1806ec",
}
"""Jenkins' plugins, in the versions that its own bill of materials has for the line 2.568.x: jenkinsci/bom at d2cd31e,
bom-weekly and bom-2.568.x; `workflow-aggregator` is in none, and is the chart's (2026-11-30)."""

CLOUDNATIVE_PG_CHART = ChartPin(
    repository="https://cloudnative-pg.github.io/charts",
    chart="cloudnative-pg",
    version="0.29.0",
    app_version="1.30.0",
    looked_up="2026-11-25",
    source="cloudnative-pg/charts at cloudnative-pg-v0.29.0, charts/cloudnative-pg/Chart.yaml",
)
"""The PostgreSQL operator's chart, with its CRDs."""

PLUGIN_BARMAN_CLOUD = ChartPin(
    repository=CLOUDNATIVE_PG_CHART.repository,
    chart="plugin-barman-cloud",
    version="0.7.0",
    app_version="v0.13.0",
    looked_up="2026-11-25",
    source="cloudnative-pg/charts at plugin-barman-cloud-v0.7.0, charts/plugin-barman-cloud/Chart.yaml",
)
"""Backups of databases in the cluster, to S3."""

PROMETHEUS_OPERATOR_CRDS = ChartPin(
    repository="https://prometheus-community.github.io/helm-charts",
    chart="prometheus-operator-crds",
    version="31.0.1",
    app_version="v0.93.1",
    looked_up="2026-11-25",
    source="prometheus-community/helm-charts at prometheus-operator-crds-31.0.1, its Chart.yaml",
)
"""The kinds PodMonitor, PrometheusRule and their like: of the same operator as kube-prometheus-stack's."""

NODE_EXPORTER = ChartPin(
    repository=KUBE_PROMETHEUS_STACK.repository,
    chart="prometheus-node-exporter",
    version="4.56.1",
    app_version="1.12.1",
    looked_up="2026-11-30",
    source="prometheus-community/helm-charts, charts/prometheus-node-exporter/Chart.yaml; what "
    "kube-prometheus-stack-88.5.3 depends on",
)
"""The nodes' own numbers."""

GRAFANA = ChartPin(
    repository="https://grafana-community.github.io/helm-charts",
    chart="grafana",
    version="12.11.1",
    app_version="13.2.0",
    looked_up="2026-11-30",
    source="grafana-community/helm-charts, charts/grafana/Chart.yaml (the chart moved there)",
)
"""Dashboards."""

KIALI = ChartPin(
    repository="https://kiali.org/helm-charts",
    chart="kiali-server",
    version="2.29.0",
    app_version="v2.29.0",
    looked_up="2026-11-30",
    source="kiali/helm-charts, docs/index.yaml and docs/kiali-server-2.29.0.tgz",
)
"""Who calls whom, in pictures."""

JAEGER = ChartPin(
    repository="https://jaegertracing.github.io/helm-charts",
    chart="jaeger",
    version="4.11.1",
    app_version="2.19.0",
    looked_up="2026-11-30",
    source="jaegertracing/helm-charts, charts/jaeger/Chart.yaml",
)
"""Where traces are kept and looked at."""

COLLECTOR = ImagePin(
    repository="docker.io/otel/opentelemetry-collector-contrib",
    tag="0.158.0",
    looked_up="2026-11-30",
    source="open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/Chart.yaml (appVersion)",
)
"""What takes spans: contrib has `tail_sampling`, `load_balancing` and `transform`."""

WHATAP_OPERATOR = ChartPin(
    repository="https://whatap.github.io/helm/",
    chart="whatap-operator",
    version="1.9.6",
    app_version="2.9.7",
    looked_up="2026-11-30",
    source="whatap/helm at 93e1c0e, charts/whatap-operator: Chart.yaml, and the image's tag in values.yaml",
)
"""WhaTap's operator, which puts agents into pods, and its CRDs."""

WHATAP_JAVA_AGENT = Pin(
    "2.2.68", "2026-11-30", "whatap/whatap-operator at a7e2ace, examples/whatap-agent-all-options.yaml"
)
"""The tag of `public.ecr.aws/whatap/apm-init-java`."""

SCOUTER = Pin("2.21.2", "2026-11-30", "scouter-project/scouter at e0387fb, pom.xml")
"""Scouter's collector and Java agent, as images/scouter-* take them."""

CRONICLE = Pin("v0.9.129", "2026-11-30", "jhuckaby/Cronicle, tag v0.9.129")
"""The schedulers' program, as images/cronicle takes it."""

OTEL_JAVA_AGENT = Pin("2.30.0", "2026-11-30", "open-telemetry/opentelemetry-operator at be89444, versions.txt")
"""OpenTelemetry's Java agent: the tag of `autoinstrumentation-java`."""

OTEL_NODEJS_AGENT = Pin("0.78.0", "2026-11-30", "open-telemetry/opentelemetry-operator at be89444, versions.txt")
"""OpenTelemetry's packages for Node.js: the tag of `autoinstrumentation-nodejs`."""

SONAR_SCANNER = ImagePin(
    repository="docker.io/sonarsource/sonar-scanner-cli",
    tag="11.3",
    looked_up="2026-11-30",
    source="SonarSource/sonar-scanner-cli-docker, image tags (NHSDigital/nhs-notify-shared-modules pull 94 pins it)",
)
"""What analyses code for SonarQube."""

BUILDKIT = Pin("v0.31.1", "2026-11-30", "moby/buildkit, releases/tag/v0.31.1")
"""What builds images; the tag with `-rootless` is what images/builder starts from."""

TRIVY = Pin("0.75.0", "2026-11-30", "aquasecurity/trivy, releases")
"""What looks for known vulnerabilities."""

COSIGN = Pin("v3.1.4", "2026-11-30", "sigstore/cosign, releases/tag/v3.1.4")
"""What signs images."""

CRANE = Pin("v0.21.6", "2026-11-30", "google/go-containerregistry, cmd/crane")
"""What pushes and copies images."""

GITLAB = ImagePin(
    repository="docker.io/gitlab/gitlab-ce",
    tag="19.2.4-ce.0",
    looked_up="2026-11-30",
    source="gitlab-org/omnibus-gitlab, tag 19.2.4+ce.0; for both processors (gitlab-ci-config, Docker-arm64)",
)
"""GitLab, Community Edition. 19.2 is a version at which every upgrade stops."""

GITLAB_RUNNER = ChartPin(
    repository="https://charts.gitlab.io",
    chart="gitlab-runner",
    version="0.91.0",
    app_version="19.2.0",
    looked_up="2026-12-01",
    source="gitlab-org/gitlab-runner, tag v19.2.0; chart and program together: spack/spack-infrastructure at 85ee489, "
    "k8s/production/runners, which runs it with GitLab 19.2.4",
)
"""Runs GitLab's jobs. Its minor version is GitLab's, as its vendor asks."""

HOST_POSTGRES = Pin("17.7", "2026-11-30", "RDS for PostgreSQL release notes, release calendar: minor versions of 17")
"""RDS for PostgreSQL of GitLab and Nexus. GitLab 19 takes 17 and nothing older (gitlab-org/omnibus-gitlab issue 9792),
and its tools for backups are of 17.10 (omnibus-gitlab 19.2, config/software/postgresql.rb)."""

NEXUS = ImagePin(
    repository="docker.io/sonatype/nexus3",
    tag="3.95.2",
    looked_up="2026-11-30",
    source="sonatype/docker-nexus3, release-3.95.2-01",
)
"""Nexus Repository, Community Edition, on Java 21."""
