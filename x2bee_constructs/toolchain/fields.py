"""Types of fields that several props of this room share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching

__all__ = ["ClientId", "CredentialId", "GitUrl", "GroupName", "HttpsUrl", "LibraryName"]

HttpsUrl = Annotated[
    str, matching(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*", "https://, a host, and no / at the end")
]
"""A web address behind TLS."""

ClientId = Annotated[str, matching(r"[A-Za-z0-9._:/+-]{1,255}", "letters, digits and '._:/+-', at most 255")]
"""Under which name the identity provider knows a program; no secret."""

GroupName = Annotated[str, matching(r"[\w+=,.@:/ -]{1,64}", "a group's name, 1 to 64 letters, digits and '+=,.@:/_ -'")]
"""A group of people, as the identity provider calls it."""

GitUrl = Annotated[
    str, matching(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)+", "https://host/group/name.git")
]
"""A repository of Git behind TLS."""

CredentialId = Annotated[
    str,
    matching(r"[a-z]([a-z0-9-]*[a-z0-9])?", "lower-case letters, digits and '-', first a letter"),
    Field(max_length=40),
]
"""By which name pipelines take a credential; the name of its Secret, too."""

LibraryName = Annotated[str, matching(r"[A-Za-z][A-Za-z0-9_-]{0,63}", "letters, digits, '-' and '_', first a letter")]
"""By which name pipelines load a shared library."""
