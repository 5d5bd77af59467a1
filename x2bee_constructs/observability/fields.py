"""Types of fields that several props of this room share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import DOMAIN

__all__ = ["Address", "ClientId", "GroupName", "HttpsUrl"]

Address = Annotated[
    str, matching(rf"[A-Za-z0-9._%+-]{{1,64}}@{DOMAIN}", "a mail address such as oncall@acme-shop.co.kr")
]
"""A mail address."""

HttpsUrl = Annotated[str, matching(r"https://[^\s]+", "an address that begins with https://")]
"""A web address behind TLS."""

ClientId = Annotated[str, Field(min_length=1, max_length=255)]
"""Under which name the identity provider knows a program; no secret."""

GroupName = Annotated[str, matching(r"[\w+=,.@:/ -]{1,64}", "a group's name, 1 to 64 letters, digits and '+=,.@:/_ -'")]
"""A group of people, as the identity provider calls it."""
