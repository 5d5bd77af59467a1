"""What the Kubernetes half of the toolchain takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults
from x2bee_constructs.core.names import DomainName, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.jenkins_props import CredentialKind, JenkinsSpec
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeDatabase, SonarQubeSpec
from x2bee_constructs.workload.fields import Ipv4Cidr
from x2bee_constructs.workload.props import Surroundings

__all__ = ["ToolchainProps"]


class ToolchainProps(Props):
    """Jenkins, SonarQube and GitLab's runners of one cluster."""

    jenkins: JenkinsSpec | None = None
    """Jenkins; there is none if not given."""
    sonarqube: SonarQubeSpec | None = None
    """SonarQube; there is none if not given."""
    runners: RunnersSpec | None = None
    """GitLab's runners, with the address of the GitLab; there are none if not given."""
    database: SonarQubeDatabase | None = None
    """Where SonarQube keeps its data; given with `sonarqube`."""
    projects: Mapping[str, str] = {}
    """SonarQube's projects, name by key. None if not given."""
    domain: DomainName
    """The public domain: the tools are at hosts below it."""
    other_registry: Bool = False
    """Whether images are kept elsewhere than in ECR: pipelines then need a login there. False if not given."""
    monitored: Bool = False
    """Whether Prometheus asks them for metrics; false if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes on which the tools run; `workload: msa` if not given. Pods that build say theirs."""
    processor: Literal["amd64", "arm64"] = "arm64"
    """The processor of the nodes on which GitLab's jobs run; arm64 if not given. Jenkins' pods say theirs."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore for their secrets; that of the add-ons if not given."""
    parameter_store: Label = "aws-parameter-store"
    """The ClusterSecretStore for the address of SonarQube's database; that of the add-ons if not given."""
    argocd_namespace: Label = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""
    inside_cidrs: Distinct[Ipv4Cidr] = ()
    """Networks of the cluster and around it, in which pods that build reach DNS, Jenkins and SonarQube alone: of
    Services, nodes, databases. None if not given: port 443 of everything is open to builds, the API server's too."""
    surroundings: Surroundings = Surroundings()
    """Where the gateway and Prometheus are; the platform's places if not given."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        raise_faults("ToolchainProps", list(self._missing()))
        return self

    def _missing(self) -> Iterator[PlacedFault]:
        if bool(self.sonarqube) != bool(self.database):
            title = "SonarQube and its database go together"
            yield ("database",), fault("X2B105", title, fix="say both, or neither"), None
        if self.runners and not self.runners.gitlab:
            title, fix = "runners do not know whose jobs they run", "the address of the GitLab"
            yield ("runners", "gitlab"), fault("X2B105", title, fix=fix), None

    @property
    def credentials(self) -> dict[str, CredentialKind]:
        """Jenkins' credentials that people fill, by their names: those of the generated pipelines, and the spec's."""
        if not self.jenkins:
            return {}
        own: dict[str, CredentialKind] = {names.DELIVERY_LOGIN: "username-password"}
        if self.other_registry:
            own[names.REGISTRY_LOGIN] = "username-password"
        own.update(self.jenkins.credentials)
        return {name: own[name] for name in sorted(own)}
