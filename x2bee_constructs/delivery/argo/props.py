"""What you may say about how manifests get from Git into the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.names import DOMAIN, BranchName, Label, LabelKey, LabelValue, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Port, Props
from x2bee_constructs.delivery.argo.names import NAMESPACE

__all__ = [
    "ArgoDeliveryProps",
    "Branches",
    "DeliverySpec",
    "EksCapability",
    "Email",
    "Folders",
    "GitRepository",
    "Notifications",
    "Receiver",
    "SelfManaged",
    "Slack",
    "Webhook",
]

Event = Literal["deployed", "failed", "degraded", "unknown"]
"""What somebody is told of: a new state runs and is well; a sync failed, for good or five times; what runs is not well;
what is in Git cannot be read, rendered or compared."""

_Address = Annotated[str, matching(rf"[A-Za-z0-9._%+-]+@{DOMAIN}", "an address such as oncall@acme-shop.co.kr")]
_Path = Annotated[
    str,
    matching(r"(?!.*(^|/)\.\.?(/|$))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", "a folder of the repository, such as deploy"),
]
_Https = r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)+"
_Ssh = r"(ssh://)?[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+[:/][A-Za-z0-9._~:/-]+"


class GitRepository(Props):
    """A Git repository, and how Argo CD logs in there."""

    url: Annotated[str, matching(rf"{_Https}|{_Ssh}", "https://host/group/name.git or git@host:group/name.git")]
    """Its address, as Argo CD is given it."""
    login: Literal["none", "password", "ssh-key"] = "password"
    """How Argo CD logs in: not at all; with `username` and `password` (a token that may read) or `ssh_private_key`,
    which people put into the secret `x2bee/<customer>/<environment>/argocd/repository`. `password` if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        is_web = self.url.startswith("https://")
        if (self.login == "ssh-key") == is_web:
            fix = "login: password" if is_web else "login: ssh-key"
            why = "git takes keys over SSH alone, and nothing else there"
            wrong = fault("X2B540", f"login {show(self.login)} does not fit this address", why=why, fix=fix)
            raise_faults("GitRepository", [(("login",), wrong, self.login)])
        return self


class Folders(Props):
    """Each environment has a folder, and all are on one branch: `<path>/<customer>/<environment>/<chart>`."""

    kind: Literal["folders"] = "folders"
    """`folders`."""
    revision: BranchName = "main"
    """The branch; `main` if not given."""


class Branches(Props):
    """Each environment has a branch, with the manifests in `<path>/<customer>/<chart>`."""

    kind: Literal["branches"] = "branches"
    """`branches`."""
    prefix: Annotated[str, matching(r"([A-Za-z0-9][A-Za-z0-9._-]*/)*", "nothing, or text such as env/")] = ""
    """What stands before the environment's name in its branch: `env/` makes `env/prd`. Nothing if not given."""


class SelfManaged(Props):
    """Argo CD runs in the cluster, by its own chart, and keeps itself as Git says."""

    kind: Literal["self-managed"] = "self-managed"
    """`self-managed`."""


class EksCapability(Props):
    """EKS runs Argo CD outside the cluster; people log in through IAM Identity Center."""

    kind: Literal["eks-capability"] = "eks-capability"
    """`eks-capability`."""
    identity_center: Annotated[
        str, matching(r"ssoins-[0-9a-f]{16}", "the last part of the instance's ARN: ssoins- and 16 hexadecimal digits")
    ]
    """The instance of IAM Identity Center."""
    identity_center_region: Region | None = None
    """Its region; the cluster's if not given."""
    administrators: Annotated[
        Distinct[
            Annotated[str, matching(r"([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a group's id")]
        ],
        Field(min_length=1),
    ]
    """Groups of Identity Center that may do everything in Argo CD, by id."""
    viewers: Distinct[
        Annotated[str, matching(r"([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a group's id")]
    ] = ()
    """Groups that may look, by id; none if not given."""


class Slack(Props):
    """A channel of Slack, by a bot; its token is the secret."""

    kind: Literal["slack"] = "slack"
    """`slack`."""
    channel: Annotated[str, matching(r"[\w.-]{1,80}", "a channel without '#', such as acme-deployments")]
    """The channel."""


class Email(Props):
    """Mail; the password of the server's user is the secret."""

    kind: Literal["email"] = "email"
    """`email`."""
    to: _Address
    """To whom."""
    sender: _Address
    """From whom."""
    server: Annotated[str, matching(DOMAIN, "a mail server such as email-smtp.ap-northeast-2.amazonaws.com")]
    """The mail server."""
    port: Port = 587
    """Its port; 587 if not given."""
    user: Annotated[str, Field(min_length=1)]
    """Who logs in there."""


class Webhook(Props):
    """Anything that takes JSON with `application`, `event`, `revision` and `message`; its URL is the secret."""

    kind: Literal["webhook"] = "webhook"
    """`webhook`."""


Receiver = Annotated[Slack | Email | Webhook, Field(discriminator="kind")]
"""Whom Argo CD tells. People put its secret into `x2bee/<customer>/<environment>/argocd/notifications/<receiver>`."""


class Notifications(Props):
    """Who is told what of which deployments."""

    receivers: Annotated[Mapping[Label, Receiver], Field(min_length=1)]
    """The receivers, by a name."""
    events: Annotated[Mapping[Event, Distinct[Label]], Field(min_length=1)] = {}
    """Which receivers each event reaches: `deployed`, `failed`, `degraded`, `unknown`. If nothing is given, all but
    `deployed` reach all of them."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        raise_faults("Notifications", list(self._unknown()))
        return self

    def _unknown(self) -> Iterator[PlacedFault]:
        for event, names in self.events.items():
            for index, name in enumerate(names):
                if name not in self.receivers:
                    wrong = fault("X2B541", f"no receiver {show(name)}", expected=f"one of {', '.join(self.receivers)}")
                    yield ("events", event, index), wrong, name

    @property
    def told(self) -> dict[str, tuple[str, ...]]:
        """The receivers of each event."""
        everybody = tuple(sorted(self.receivers))
        said = {event: tuple(names) for event, names in self.events.items()}
        return said or {"degraded": everybody, "failed": everybody, "unknown": everybody}


class DeliverySpec(Props):
    """What a customer's file says under `delivery`."""

    repository: GitRepository
    """The repository with the synthesized manifests."""
    path: _Path = "deploy"
    """The folder of the repository under which they are; `deploy` if not given."""
    environments: Annotated[Folders | Branches, Field(discriminator="kind")] = Folders()
    """Whether each environment is a folder or a branch; folders on `main` if not given."""
    argo_cd: Annotated[SelfManaged | EksCapability, Field(discriminator="kind")] = SelfManaged()
    """Who runs Argo CD: the cluster itself (`self-managed`), or EKS (`eks-capability`); the cluster if not given."""
    sync: Literal["automated", "manual"] = "automated"
    """Whether what is in Git is applied at once, or when somebody presses the button; at once if not given."""
    notifications: Notifications | None = None
    """Who is told of deployments; nobody if not given."""


class ArgoDeliveryProps(Props):
    """What `ArgoDelivery` takes."""

    spec: DeliverySpec
    """What the customer's file says."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads the login and the receivers' secrets; `aws-secrets-manager` if not given."""
    replicas: Annotated[Count, Field(ge=1, le=5)] = 2
    """Pods of what answers people and reads Git; 2 if not given."""
    monitored: Bool = False
    """Whether Argo CD's pods have Services for their metrics; false if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {}
    """The label of the nodes that Argo CD's pods run on; any if not given."""
    argocd_namespace: Label = NAMESPACE
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""
