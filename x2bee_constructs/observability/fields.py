"""Types of fields that several props of this room share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import DOMAIN

__all__ = ["Address", "ClientId"]

Address = Annotated[
    str, matching(rf"[A-Za-z0-9._%+-]{{1,64}}@{DOMAIN}", "a mail address such as oncall@acme-shop.co.kr")
]
"""A mail address."""

ClientId = Annotated[str, Field(min_length=1, max_length=255)]
"""Under which name the identity provider knows a program; no secret."""
