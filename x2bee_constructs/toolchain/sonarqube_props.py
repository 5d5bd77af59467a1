"""What you may say about SonarQube."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import DOMAIN, Customer, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Count, Distinct, Port, Props
from x2bee_constructs.toolchain.fields import HttpsBase
from x2bee_constructs.workload.fields import Bytes, Image, Ipv4Cidr

__all__ = ["POSTGRES_MAJORS", "QualityGate", "SonarQubeDatabase", "SonarQubeSaml", "SonarQubeSpec"]

POSTGRES_MAJORS = (14, 17)
"""The oldest and the newest PostgreSQL that every SonarQube from 2025.1 on supports (docs.sonarsource.com, installing
the database: 13 to 17; 13 itself has no more fixes). What 2026.4 supports beyond them was not found."""

_SETUP_IMAGE = "public.ecr.aws/docker/library/python:3.13.9-alpine3.22"
"""Docker's official image, as AWS mirrors it."""

_Percent = Annotated[float, Field(ge=0, le=100)]
_Attribute = Annotated[str, matching(r"[A-Za-z0-9_.:/=-]{1,200}", "the name of an attribute of SAML")]


class QualityGate(Props):
    """What new code must keep for a pipeline to go on.

    The conditions not given are those of Sonar's own gate (Sonar way: quality gates, docs.sonarsource.com).
    """

    coverage: _Percent = 80
    """Percent of new lines that tests run through, at least; 80 if not given."""
    duplication: _Percent = 3
    """Percent of new lines that stand elsewhere too, at most; 3 if not given."""
    issues: Count = 0
    """New issues, at most; 0 if not given."""
    hotspots_reviewed: _Percent = 100
    """Percent of new security hotspots that somebody has looked at, at least; 100 if not given."""
    new_code_days: Annotated[Count, Field(ge=1, le=90)] = 30
    """What is new: what was written in so many days, and after a project was first analysed; 30 if not given. SonarQube
    itself would count from the version before, and each commit is one here: what one commit was refused for would be
    old at the next."""


class SonarQubeSaml(Props):
    """The identity provider at which people log in to SonarQube, by SAML: its editions know no OpenID Connect."""

    entity_id: HttpsBase
    """Who the provider is. People put its certificate into `sonarqube/saml` (`certificate`)."""
    login_url: HttpsBase
    """Where people log in."""
    name: Annotated[str, matching(r"[\w .-]{1,40}", "1 to 40 letters, digits and ' .-'")] = "SSO"
    """What stands on the button; `SSO` if not given."""
    login_attribute: _Attribute = "login"
    """The attribute with a person's login; `login` if not given."""
    name_attribute: _Attribute = "name"
    """The attribute with a person's name; `name` if not given."""
    email_attribute: _Attribute = "email"
    """The attribute with a person's mail address; `email` if not given."""
    groups_attribute: _Attribute = "groups"
    """The attribute with a person's groups, by which SonarQube's own groups of the same names have members; `groups` if
    not given."""


class SonarQubeSpec(Props):
    """SonarQube: one pod, its data in PostgreSQL, its quality gate and projects as code."""

    edition: Literal["community", "developer", "enterprise"] = "community"
    """Community Build, which analyses one branch and is free, or an edition with a licence; community if not given."""
    database: Label = "sonarqube"
    """Which of the platform's databases it keeps its data in; nobody else may use that one. `sonarqube` if not
    given."""
    memory: Bytes | None = None
    """Memory of the pod. If not given 4Gi, and 8Gi for enterprise: its three JVMs have heaps of 1.5 and 5 GiB."""
    storage_gib: Annotated[Count, Field(ge=5, le=16_000)] = 20
    """The volume with what it searches in, in GiB; 20 if not given. It can be made anew from the database."""
    projects: Mapping[Customer, Annotated[Distinct[Label], Field(min_length=1)]] = {}
    """The images of each customer for which there are projects. Those of this platform if not given."""
    gate: QualityGate = QualityGate()
    """What new code must keep, in all projects; as Sonar's own gate if not given."""
    setup_image: Image = _SETUP_IMAGE
    """The image of the job that sets it up, with Python 3.11 or newer; Docker's official one if not given."""
    saml: SonarQubeSaml | None = None
    """The identity provider. If not given people have logins of SonarQube's own, and the administrator the password
    that AWS makes up in `sonarqube/admin`."""

    @property
    def asks(self) -> str:
        """Memory of the pod."""
        return self.memory or ("8Gi" if self.edition == "enterprise" else "4Gi")


class SonarQubeDatabase(Props):
    """Where SonarQube's database is, by names."""

    name: Label
    """The database in the cluster of the same name."""
    login: str
    """The secret with its login, in Secrets Manager."""
    port: Port
    """The port that it listens on."""
    parameters: Mapping[Literal["port", "reader", "writer"], str] = {}
    """The SSM parameters with its port and the addresses of its readers and its writer; given for a database in AWS."""
    cidrs: Distinct[Ipv4Cidr] = ()
    """The networks of its subnets; given for a database in AWS."""
    host: Annotated[str, matching(DOMAIN, "a host name")] | None = None
    """Its Service, for a database inside the cluster."""
    namespace: Label | None = None
    """Its namespace, for a database inside the cluster."""
    pods: Mapping[LabelKey, LabelValue] = {}
    """The labels of its pods, for a database inside the cluster."""
