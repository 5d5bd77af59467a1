"""Types of fields that several props of this room share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching

__all__ = ["ClientId", "CredentialId", "HttpsBase", "LibraryName"]

HttpsBase = Annotated[
    str, matching(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*", "https://, a host, and no / at the end")
]
"""A web address behind TLS, at whose end paths are put."""

ClientId = Annotated[str, matching(r"[A-Za-z0-9._:/+-]{1,255}", "letters, digits and '._:/+-', at most 255")]
"""Under which name the identity provider knows a program; no secret."""

CredentialId = Annotated[
    str,
    matching(r"[a-z]([a-z0-9-]*[a-z0-9])?", "lower-case letters, digits and '-', first a letter"),
    Field(max_length=40),
]
"""By which name pipelines take a credential; the name of its Secret, too."""

LibraryName = Annotated[str, matching(r"[A-Za-z][A-Za-z0-9_-]{0,63}", "letters, digits, '-' and '_', first a letter")]
"""By which name pipelines load a shared library."""
