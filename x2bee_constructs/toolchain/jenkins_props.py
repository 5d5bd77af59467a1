"""What you may say about Jenkins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import AccountId, BranchName, Customer, EnvironmentName, GitUrl, GroupName
from x2bee_constructs.core.props import Count, Distinct, Props
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.fields import ClientId, CredentialId, HttpsBase, LibraryName
from x2bee_constructs.workload.fields import Bytes

__all__ = ["CredentialKind", "JenkinsGitlab", "JenkinsSpec", "Library", "OpenIdConnect", "Role"]

Role = Literal["administrator", "builder", "reader"]
"""What a group may do in Jenkins: everything; start and stop builds; look on."""

CredentialKind = Literal["secret-text", "username-password"]
"""What a credential is made of: `text`, or `username` and `password`."""

_Group = Annotated[str, matching(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", "a group of GitLab such as acme/shop")]
_Claim = Annotated[str, matching(r"[A-Za-z_][\w-]*", "the name of a claim")]


class OpenIdConnect(Props):
    """The identity provider at which people log in to Jenkins, by OpenID Connect."""

    issuer: HttpsBase
    """Who it is: its discovery document is below it, at `/.well-known/openid-configuration`."""
    client_id: ClientId
    """Under which name it knows Jenkins; people put the secret into `jenkins/oidc` (`client-secret`)."""
    groups: Annotated[Mapping[GroupName, Role], Field(min_length=1)]
    """What a group may do. Who is in none of them gets in and sees nothing."""
    groups_claim: _Claim = "groups"
    """The claim with a person's groups; `groups` if not given."""
    user_claim: _Claim = "preferred_username"
    """The claim with a person's name in Jenkins; `preferred_username` if not given."""
    scopes: Annotated[Distinct[_Claim], Field(min_length=1)] = ("openid", "profile", "email")
    """What is asked for; openid, profile and email if not given."""


class JenkinsGitlab(Props):
    """The GitLab whose projects Jenkins builds: every project of the groups that has a `Jenkinsfile`."""

    url: HttpsBase
    """Its address. People put a token of GitLab with the scope `api` into `jenkins/gitlab` (`token`): with it Jenkins
    looks for projects, registers its hooks and tells GitLab how a build went."""
    groups: Annotated[Distinct[_Group], Field(min_length=1, max_length=20)]
    """The groups, with those below them."""
    branches: Distinct[BranchName] = ()
    """The branches that alone are built; all of them, and merge requests, if not given. With those that are protected
    here, no code runs in Jenkins that nobody has reviewed; GitLab's runners then build the others."""


class Library(Props):
    """A shared library of pipelines; the generated ones need none."""

    repository: GitUrl
    """Where it is kept."""
    version: BranchName = "main"
    """Which branch or tag is loaded where a pipeline names none; `main` if not given."""
    credential: CredentialId | None = None
    """The credential that may read it; none if not given."""


class JenkinsSpec(Props):
    """Jenkins: one controller that builds nothing itself, and pods that do. Numbers not given are our judgement."""

    agents: Annotated[Count, Field(ge=1, le=200)] = 10
    """How many pods may build at once; 10 if not given. What is asked for beyond them waits in Jenkins' queue."""
    builds: Mapping[Customer, Annotated[Mapping[EnvironmentName, AccountId], Field(min_length=1)]] = {}
    """For whom it builds: of each customer the environments and their accounts, whose builders' roles its pods may
    take. This customer in this environment alone if not given."""
    memory: Bytes = "4Gi"
    """Memory of the controller; 4Gi if not given."""
    storage_gib: Annotated[Count, Field(ge=8, le=16_000)] = 50
    """The volume with jobs and their records, in GiB; 50 if not given."""
    backup_days: Annotated[Count, Field(ge=7, le=365)] = 35
    """How long a daily backup of that volume is kept, in days; 35 if not given."""
    sso: OpenIdConnect | None = None
    """The identity provider at which people log in. If not given there is the administrator alone, with the password
    that AWS makes up in `jenkins/admin`; with it he still gets in when the provider is away."""
    gitlab: JenkinsGitlab | None = None
    """The GitLab whose projects it builds. If not given the platform's own, of which the group is called as the
    customer; without one people make jobs by hand."""
    credentials: Mapping[CredentialId, CredentialKind] = {}
    """Further credentials for pipelines, by the name with which they take them; people put each into
    `jenkins/credentials/<name>`. Those of the generated pipelines alone if not given."""
    libraries: Mapping[LibraryName, Library] = {}
    """Shared libraries of pipelines. None if not given."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        raise_faults("JenkinsSpec", list(self._unknown()))
        return self

    def _unknown(self) -> Iterator[PlacedFault]:
        there = {*self.credentials, names.DELIVERY_LOGIN}
        for name, library in self.libraries.items():
            if library.credential and library.credential not in there:
                wrong = fault(
                    "X2B550",
                    f"library '{name}' takes a credential that is not there",
                    expected=f"one of {', '.join(sorted(there))}",
                    got=library.credential,
                    fix=f"credentials: {{ {library.credential}: username-password }}",
                )
                yield ("libraries", name, "credential"), wrong, library.credential
