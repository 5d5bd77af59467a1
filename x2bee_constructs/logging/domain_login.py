"""What you may say about who looks at Dashboards, and how they log in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self
from xml.etree import ElementTree

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.props import Count, Props

__all__ = ["DashboardsSpec", "GroupName", "Iam", "InternalUsers", "Login", "Right", "Saml"]

Right = Literal["reader", "auditor", "administrator"]
"""What a group may: see application and access logs; see all classes; also change settings, roles and users."""

GroupName = Annotated[str, matching(r"[\w+=,.@:/ -]{1,64}", "a group's name, 1 to 64 letters, digits and '+=,.@:/_ -'")]
"""A group of people: a role of the SAML assertion, an IAM role by its name, or a backend role of internal users."""


class Saml(Props):
    """People log in where they always do, by SAML 2.0, in a browser."""

    kind: Literal["saml"] = "saml"
    """`saml`."""
    entity_id: Annotated[str, Field(min_length=8, max_length=512)]
    """The identity provider's entity id, as its metadata has it."""
    metadata: Annotated[str, Field(min_length=1, max_length=1_048_576)]
    """The identity provider's metadata, the XML itself. It holds no secret."""
    roles_key: Annotated[str, Field(min_length=1)] = "roles"
    """The attribute of the assertion with a person's groups; `roles` if not given."""
    subject_key: Annotated[str, Field(min_length=1)] | None = None
    """The attribute with a person's name; the assertion's NameID if not given."""
    session_minutes: Annotated[Count, Field(ge=1, le=1440)] = 60
    """After how many minutes without use a person logs in again, 1 to 1440; 60 if not given."""

    @model_validator(mode="after")
    def _is_metadata(self) -> Self:
        found = _entity(self.metadata)
        if found != self.entity_id:
            wrong = fault(
                "X2B358",
                "the metadata is not that of this identity provider",
                expected=f"an EntityDescriptor whose entityID is {show(self.entity_id)}",
                got=show(found) if found else "text that is no EntityDescriptor in XML",
                fix="paste the metadata that the identity provider shows, from <EntityDescriptor to its end",
                related="entity_id",
            )
            raise_faults("Saml", [(("metadata",), wrong, self.metadata)])
        return self


def _entity(metadata: str) -> str | None:
    """Whose metadata it is; None for what is none. A document type is no part of metadata, and could be a trap."""
    if "<!DOCTYPE" in metadata.upper():
        return None
    try:
        root = ElementTree.fromstring(metadata)
    except ElementTree.ParseError:
        return None
    return root.get("entityID") if root.tag.rpartition("}")[2] == "EntityDescriptor" else None


class InternalUsers(Props):
    """People have a name and a password in OpenSearch itself.

    The master user's are in Secrets Manager; he makes the others. Requests need no signature: security group and
    passwords are all that stand before the logs.
    """

    kind: Literal["internal"] = "internal"
    """`internal`."""


class Iam(Props):
    """People have an IAM role and sign each request, with a proxy of their own before the browser."""

    kind: Literal["iam"] = "iam"
    """`iam`."""


Login = Annotated[Saml | InternalUsers | Iam, Field(discriminator="kind")]
"""How people log in to Dashboards."""


class DashboardsSpec(Props):
    """Who looks at the logs in OpenSearch Dashboards, and how they log in."""

    login: Login = Iam()
    """`saml`, `internal` or `iam`, by `kind`; `iam` if not given."""
    groups: Mapping[GroupName, Right] = Field(default_factory=dict[str, Right])
    """Which group may what: `reader`, `auditor` or `administrator`. Nobody if not given."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        raise_faults("DashboardsSpec", [*self._nobody(), *self._roles()])
        return self

    def _nobody(self) -> Iterator[PlacedFault]:
        if isinstance(self.login, Saml) and not self.groups:
            why = "everybody could log in, and nobody would see anything"
            wrong = fault("X2B357", "no group may look at Dashboards", why=why, fix="groups: {developers: reader}")
            yield ("groups",), wrong, {}

    def _roles(self) -> Iterator[PlacedFault]:
        for group in self.groups if isinstance(self.login, Iam) else ():
            if not group.isascii() or set(group) & set(":/ "):
                expected = "the name of an IAM role of this account, without path, not its ARN"
                title = f"{show(group)} is no IAM role's name"
                wrong = fault("X2B357", title, expected=expected, fix=group.rpartition("/")[2], related="login")
                yield ("groups", group), wrong, group
