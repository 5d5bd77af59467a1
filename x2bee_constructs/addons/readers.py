"""Which namespace may read which secrets and parameters, and what that is in IAM (ADR 0015)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.addons import names
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.iam import Statement, pod_role_name
from x2bee_constructs.core.names import Label, Site
from x2bee_constructs.core.props import Distinct, Props

__all__ = ["Below", "SecretReader", "covers", "read_statements", "reader_faults", "role_arn", "take_statements"]

Below = Annotated[
    str,
    matching(
        r"(?=.{1,512}$)[A-Za-z0-9_+=.@-]+(/[A-Za-z0-9_+=.@-]+)*(/\*)?",
        "a name below x2bee/<customer>/<environment>/, or a folder of names: order/pg, db-admin/*",
    ),
]
"""A name below the site's path, or with `/*` at its end all names below a folder."""

_Reader = Annotated[Label, Field(max_length=24)]


class SecretReader(Props):
    """Namespaces that read secrets which others must not: they have two stores and a role of their own."""

    name: _Reader
    """What the stores and the role end with: `data` has `aws-secrets-manager-data` and `aws-parameter-store-data`, read
    as `x2bee-<customer>-<environment>-secrets-data`. At most 24 characters."""
    namespaces: Annotated[Distinct[Label], Field(min_length=1)]
    """The namespaces whose ExternalSecrets may use the two stores."""
    secrets: Distinct[Below] = ()
    """Secrets of Secrets Manager that the role may read. None if not given."""
    parameters: Distinct[Below] = ()
    """Parameters of SSM that the role may read. None if not given."""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        if not self.secrets and not self.parameters:
            title = f"'{self.name}' reads neither secrets nor parameters"
            wrong = fault("X2B364", title, fix="secrets: [db-admin/*], say, or leave the reader out")
            raise_faults("SecretReader", [(("secrets",), wrong, None)])
        return self


def reader_faults(readers: Sequence[SecretReader]) -> Iterator[PlacedFault]:
    """Readers that have one name: their stores and roles would be one."""
    for index, reader in enumerate(readers):
        if reader.name in [other.name for other in readers[:index]]:
            wrong = fault("X2B365", f"two readers are called '{reader.name}'", fix="give one of them another name")
            yield ("secret_readers", index, "name"), wrong, reader.name


def covers(given: str, name: str) -> bool:
    """Whether what is given, a name or a folder, holds the name."""
    return name.startswith(given.removesuffix("*")) if given.endswith("/*") else name == given


def read_statements(
    site: Site,
    account: str,
    region: str,
    secrets: Sequence[str] | None,
    parameters: Sequence[str] | None,
) -> tuple[Statement, ...]:
    """Reading what is named, and nothing that is not; everything below the site's path with None."""
    here = f"{region}:{account}"
    kept = tuple(f"arn:aws:secretsmanager:{here}:secret:{site.path}/{_suffixed(n)}" for n in _sorted(secrets))
    said = tuple(f"arn:aws:ssm:{here}:parameter/{site.path}/{name}" for name in _sorted(parameters))
    actions = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    found: list[Statement] = []
    if kept:
        found.append(Statement("Secrets", actions, kept))
    if said:
        found.append(Statement("Parameters", ("ssm:GetParameter",), said))
    if found:
        found.append(_decrypts(site, account, region))
    return tuple(found)


def take_statements(site: Site, account: str, readers: Sequence[SecretReader]) -> tuple[Statement, ...]:
    """Taking the readers' roles. The tags that Pod Identity gives a session go with it, and have to be allowed too."""
    roles = tuple(role_arn(site, account, reader) for reader in sorted(readers, key=lambda one: one.name))
    return (Statement("Readers", ("sts:AssumeRole", "sts:TagSession"), roles),) if roles else ()


def role_arn(site: Site, account: str, reader: SecretReader) -> str:
    """The ARN of a reader's role, made of names alone."""
    return f"arn:aws:iam::{account}:role/{pod_role_name(site, names.reader_role(reader.name))}"


def _sorted(given: Sequence[str] | None) -> list[str]:
    return ["*"] if given is None else sorted(given)


def _suffixed(name: str) -> str:
    """Secrets Manager adds a dash and six characters to a name."""
    return name if name.endswith("*") else f"{name}-??????"


def _decrypts(site: Site, account: str, region: str) -> Statement:
    """Under the environment's key alone, whose id is not known here."""
    conditions = {
        "StringEquals": {
            "kms:ViaService": tuple(f"{name}.{region}.amazonaws.com" for name in ("secretsmanager", "ssm"))
        },
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": (site.key_alias,)},
    }
    return Statement("Decrypt", ("kms:Decrypt",), (f"arn:aws:kms:{region}:{account}:key/*",), conditions)
