"""The grammar of names, and whose names they are.

Both sides compute every shared name from these pure functions, before any construct exists: a CDK token can then
never stand where Kubernetes needs a name. A name that would be too long for its field is refused where it is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, matching, show

__all__ = [
    "DOMAIN",
    "FOR_PEOPLE",
    "AccountId",
    "BranchName",
    "Customer",
    "DomainName",
    "EnvironmentName",
    "GitUrl",
    "GroupName",
    "HttpsUrl",
    "Label",
    "LabelKey",
    "LabelValue",
    "Region",
    "Site",
    "bounded",
    "dns_label",
]

_CUSTOMER = r"[a-z][a-z0-9]{1,9}"
_ENVIRONMENT = r"[a-z][a-z0-9]{1,5}"
_LABEL = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?", re.ASCII)
DOMAIN = r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
"""The pattern of a DNS domain of at least two labels, lower-case."""
FOR_PEOPLE = "x2bee:for-people"
"""The key in a resource's metadata that says why its name is for people, as `core.aws.for_people` writes it."""


@dataclass(frozen=True)
class Site:
    """One environment of one customer: what every shared name begins with.

    Raises `ValueError` if either is not allowed: 2 to 10 and 2 to 6 lower-case letters and digits, first a letter.
    """

    customer: str
    environment: str

    def __post_init__(self) -> None:
        for pattern, text in ((_CUSTOMER, self.customer), (_ENVIRONMENT, self.environment)):
            if not re.fullmatch(pattern, text):
                raise ValueError(f"expected lower-case letters and digits, first a letter ({pattern}), got '{text}'")

    @property
    def prefix(self) -> str:
        """For names with dashes: `x2bee-acme-prd`."""
        return f"x2bee-{self.customer}-{self.environment}"

    @property
    def path(self) -> str:
        """For names with slashes: `x2bee/acme/prd`."""
        return f"x2bee/{self.customer}/{self.environment}"

    @property
    def cluster(self) -> str:
        """The name of the environment's EKS cluster: pod roles name it before it exists."""
        return self.prefix

    @property
    def tags(self) -> dict[str, str]:
        """What every AWS resource of the environment is tagged with; budgets count by it."""
        return {"x2bee:customer": self.customer, "x2bee:environment": self.environment}

    @property
    def key_alias(self) -> str:
        """The alias of the environment's KMS key: the network makes it, services are allowed to use it."""
        return f"alias/{self.prefix}"


def bounded(name: str, limit: int, what: str) -> str:
    """The name itself; raises `ValueError` if `what` may not be as long."""
    if len(name) > limit:
        raise ValueError(
            f"{what} may have at most {limit} characters, got {len(name)}: '{name}'; shorten what it is made of"
        )
    return name


def dns_label(text: str, limit: int = 63, what: str = "a name") -> str:
    """The text itself; raises `ValueError` unless it is a DNS label (RFC 1035) of at most `limit` characters."""
    if not _LABEL.fullmatch(text):
        raise ValueError(
            f"{what} is lower-case letters, digits and '-', begins with a letter and does not end in '-', got '{text}'"
        )
    return bounded(text, limit, what)


def _label(text: str) -> str:
    if _LABEL.fullmatch(text) and len(text) <= _LONGEST:
        return text
    rule = f"lower-case letters, digits and '-', first a letter, at most {_LONGEST} characters"
    fix = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-0123456789")[:_LONGEST] if text.isascii() else ""
    raise fault("X2B106", f"{show(text)} is not a name", expected=rule, fix=fix)


_LONGEST = 40
"""So that `x2bee-<customer 10>-<environment 6>-<name>` fits the 64 characters of an IAM role name."""

Label = Annotated[str, AfterValidator(_label)]
"""The name of a service, database or chart: a DNS label of at most 40 characters."""

Customer = Annotated[
    str,
    matching(
        _CUSTOMER,
        "2 to 10 lower-case letters and digits, first a letter",
        "it begins host, Service and bucket names",
    ),
    Field(examples=["acme"]),
]
"""A customer's abbreviation."""

EnvironmentName = Annotated[
    str,
    matching(_ENVIRONMENT, "2 to 6 lower-case letters and digits, first a letter", "it is part of every AWS name"),
    Field(examples=["prd"]),
]
"""The name of an environment: dev, stg, prd …"""

DomainName = Annotated[
    str,
    matching(
        rf"(?=.{{1,240}}$){DOMAIN}",
        "a domain such as acme-shop.co.kr, at most 240 characters",
        "hosts are made below it",
    ),
    Field(examples=["acme-shop.co.kr"]),
]
"""A DNS domain, lower-case, without a dot at the end."""

AccountId = Annotated[
    str,
    matching(r"\d{12}", "12 digits in quotes", "AWS account ids have 12 digits, and may begin with 0"),
    Field(examples=['"111122223333"']),
]
"""An AWS account id."""

Region = Annotated[
    str,
    matching(
        r"(?!cn-|us-gov-|us-iso)[a-z]{2}(-[a-z]+)+-\d",
        "a region of the aws partition such as ap-northeast-2",
        "zones, ARNs and registry hosts are made from it",
    ),
    Field(examples=["ap-northeast-2"]),
]
"""An AWS region."""

LabelKey = Annotated[
    str,
    matching(
        rf"({DOMAIN}/)?[A-Za-z0-9]([A-Za-z0-9._-]{{0,61}}[A-Za-z0-9])?",
        "a label's key: letters, digits, '-_.', at most 63, after an optional domain and '/'",
    ),
]
"""The key of a Kubernetes label."""

LabelValue = Annotated[
    str,
    matching(
        r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?", "a label's value: letters, digits, '-_.', at most 63"
    ),
]
"""The value of a Kubernetes label."""

BranchName = Annotated[
    str,
    matching(
        r"(?!.*(\.\.|//|/$|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]{0,99}", "a branch or tag such as main or deploy/prd"
    ),
]
"""A branch or tag of Git."""

GitUrl = Annotated[
    str, matching(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)+", "https://host/group/name.git")
]
"""A repository of Git behind TLS."""

GroupName = Annotated[str, matching(r"[\w+=,.@:/ -]{1,64}", "a group's name, 1 to 64 letters, digits and '+=,.@:/_ -'")]
"""A group of people, as the identity provider calls it."""

HttpsUrl = Annotated[
    str, matching(r"https://[^\s'\\]+", "an address that begins with https://, without spaces, ' and \\")
]
"""A web address behind TLS, which stands in files and scripts."""
