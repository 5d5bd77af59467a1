"""What you may say about how images are built, and what a pipeline is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import AccountId, BranchName, EnvironmentName, GitUrl, Label
from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.workload.fields import Image

__all__ = [
    "Build",
    "BuildAccessProps",
    "GitlabTokens",
    "PipelineProps",
    "PipelinesSpec",
    "Pods",
    "PublicRegistry",
    "Runners",
    "Severity",
    "Target",
]

Severity = Literal["LOW", "MEDIUM", "HIGH", "CRITICAL"]
"""How bad a known vulnerability is, as Trivy says it."""

PublicRegistry = Literal["docker.io", "public.ecr.aws"]
"""The registries with the public images that steps run in, and that the package's own images are made of."""

_Site = r"https://[A-Za-z0-9.-]+(:[0-9]+)?"
_INSIDE = r"http://[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local(:[0-9]+)?"
_Web = Annotated[
    str,
    matching(
        rf"{_Site}(/[A-Za-z0-9._~-]+)*|{_INSIDE}",
        "https://, a host, and no / at the end, or a Service: http://sonarqube.sonarqube.svc.cluster.local:9000",
    ),
]


_Argument = Annotated[str, matching(r"[A-Za-z_][A-Za-z0-9_]{0,63}", "the name of an ARG: letters, digits and _")]
_Value = Annotated[
    str,
    matching(
        r"[A-Za-z0-9._~:/?#@!&()*+,;=%-]{1,1024}",
        "an image, address, path or checksum, without blanks and quotes",
        "it stands in a line of shell",
    ),
]


_Mirror = Annotated[
    str,
    matching(
        r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(/[a-z0-9._-]+)*",
        "a registry, and perhaps a path, such as nexus.acme-shop.co.kr/docker-hub",
    ),
]

_Approvers = Annotated[
    str,
    matching(r"[\w+=.@:/-]{1,64}", "a group as Jenkins' login knows it: letters, digits and '+=.@:/_-', no blank"),
]

_Tag = Annotated[str, matching(r"[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?", "lower-case letters, digits and '_.-'")]


class Build(Props):
    """How the repository of one image is built; what it is decides which of the fields counts."""

    tool: Literal["gradle", "maven"] = "gradle"
    """For services on the JVM: `gradle` or `maven`, by the wrapper in the repository; gradle if not given."""
    java: Literal[17, 21, 25] = 21
    """For services on the JVM: the JDK that builds; 21 if not given."""
    node: Literal[22, 24] = 24
    """For services on Node.js, which npm builds: the version that builds; 24 if not given."""
    args: Mapping[_Argument, _Value] = {}
    """The build arguments (`ARG`) of its Dockerfile. No secrets: they stay in the image's history. None if not given,
    and for images of the package what they are usually made of."""


class Pods(Props):
    """Builds run as pods that have an IAM role by EKS Pod Identity: Jenkins' agents, GitLab's runners."""

    kind: Literal["pods"] = "pods"
    """`pods`."""
    account: AccountId
    """The AWS account in which they run."""
    role: Annotated[str, matching(r"[A-Za-z0-9+=,.@_-]{1,64}", "the name of an IAM role, without path and ARN")]
    """The role of those pods. It takes the environments' own roles for building, and needs `sts:AssumeRole` and
    `sts:TagSession` on them."""


class GitlabTokens(Props):
    """Builds show AWS a token that GitLab signs; AWS must reach the GitLab to check it, so it is open to the Internet.

    Jenkins has no such token: no Jenkinsfile is made.
    """

    kind: Literal["gitlab-tokens"] = "gitlab-tokens"
    """`gitlab-tokens`."""
    gitlab: Annotated[str, matching(_Site, "https:// and a host, such as https://gitlab.com")]
    """The address of the GitLab."""
    projects: Annotated[
        Distinct[
            Annotated[
                str, matching(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/(\*|[A-Za-z0-9._-]+)", "group/* or group/project")
            ]
        ],
        Field(min_length=1, max_length=20),
    ]
    """Whose builds are let in: `acme/*` for all projects of a group, or `acme/x2bee-fo`. Only from the branch that is
    built."""
    known: Bool = False
    """Whether the account has an identity provider for this GitLab already, of another environment or somebody else's:
    IAM has one for each address. False if not given: it is made."""


Runners = Annotated[Pods | GitlabTokens, Field(discriminator="kind")]
"""Who builds, and how AWS knows them. No key is kept anywhere."""


class PipelinesSpec(Props):
    """How services are built, scanned, signed and brought into the environments of a customer's file, in its order."""

    repository: GitUrl
    """The Git repository with the customer's file: a release is a commit there."""
    runners: Runners
    """Who builds: pods of a cluster, or a GitLab that AWS can reach."""
    tag: _Tag | None = None
    """The tag of the GitLab runners whose pods make and sign images; other jobs ask for none. If not given
    `x2bee-builder` where an environment of the file has `toolchain.runners`; else no job asks for one."""
    branch: BranchName = "main"
    """The branch of the services' repositories and of the customer's that is built and released; `main` if not given.
    Every other branch and merge request is built and tested, and nothing more."""
    approvers: Distinct[_Approvers] = ()
    """The groups of which a person must say that an image goes on, where Jenkins builds; whoever may start builds there
    if not given. GitLab knows it by itself: who may merge into the branch, or whom a protected environment names."""
    mirrors: Mapping[PublicRegistry, _Mirror] = {}
    """Where the public images come from that steps run in, and that the package's own images are made of, by the
    registry that they are in: `public.ecr.aws: nexus.acme-shop.co.kr/public-ecr`. From there if not given."""
    sonarqube: _Web | None = None
    """The address of the SonarQube whose quality gate must pass, as builds reach it. If not given that of `toolchain`,
    inside the cluster, where an environment of the file has one; else there is no gate."""
    builds: Mapping[Label, Build] = {}
    """What differs from the standard build, by service, or by the package's own image: `x2bee-fluentd`,
    `x2bee-scouter-agent`, `x2bee-scouter-collector`. JDK 21 with Gradle, or Node.js 24 with npm, if not given."""
    builder: Image | None = None
    """The image that builds images, made from `images/builder`: `name:tag` in the first environment's registry, or one
    with a registry of its own; `x2bee-builder` with the platform's release as tag if not given."""
    severities: Annotated[Distinct[Severity], Field(min_length=1)] = ("HIGH", "CRITICAL")
    """Which known vulnerabilities stop an image: HIGH and CRITICAL if not given."""
    unfixed: Bool = False
    """Whether those stop it that nobody has mended yet. False if not given: nobody could do anything."""
    unattended: Distinct[EnvironmentName] | None = None
    """The environments into which a build goes without a person's word; only the first of the file if not given."""


class BuildAccessProps(Props):
    """What builds may do in one environment's account."""

    runners: Runners
    """Who builds."""
    branch: BranchName = "main"
    """The branch whose builds are let in; `main` if not given."""
    images: Distinct[Label] = ()
    """The images, by name, whose ECR repositories they push to; none if not given."""


@dataclass(frozen=True)
class Target:
    """One environment on the way of an image."""

    environment: str
    account: str
    region: str
    role: str
    """The name of the role that pushes and signs there."""
    key: str
    """The alias of the key that signs."""
    image: str
    """Registry and name of the image there, without tag."""
    unattended: bool
    """Whether it goes there without a person's word."""
    manifests: Literal["commit", "push", "elsewhere"] = "commit"
    """How manifests come to where Argo CD reads them: in the release's own commit, by a push to another repository or
    branch after it, or by somebody else, because builds cannot log in there."""

    @property
    def registry(self) -> str:
        """The host of the registry."""
        return self.image.partition("/")[0]

    @property
    def ecr(self) -> bool:
        """Whether AWS' own login helper logs in there."""
        return ".dkr.ecr." in self.registry


@dataclass(frozen=True)
class PipelineProps:
    """What the pipeline of one image is made from."""

    customer: str
    image: str
    """The image's name, which is also the name of SonarQube's project."""
    services: tuple[str, ...]
    """What `x2bee release` calls what runs it: the services, or the package's own image."""
    platform: Literal["jvm", "node", "none"]
    """What builds it before its Dockerfile does."""
    source: str | None
    """The folder of the package's `images` that it is made of; None for an image that people write."""
    build: Build
    args: Mapping[str, str]
    """The build arguments of its Dockerfile, by name."""
    processor: Literal["arm64", "amd64"]
    """What it is built for, and what it is built on."""
    builder: str
    """The image that builds images."""
    spec: PipelinesSpec
    targets: tuple[Target, ...]
    """The environments, in their order."""
