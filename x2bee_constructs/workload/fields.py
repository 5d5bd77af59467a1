"""The types of single values in the props of this room."""

from __future__ import annotations

import re
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator

from x2bee_constructs.core.faults import fault, matching, show
from x2bee_constructs.core.names import DOMAIN

__all__ = [
    "AbsolutePath",
    "Bytes",
    "Callee",
    "Cpu",
    "EnvName",
    "Image",
    "Ipv4Cidr",
    "OutsideHost",
    "Owner",
    "SessionNamespace",
    "Url",
    "UrlPath",
]

AbsolutePath = Annotated[
    str, matching(r"(?!.*/\.\.?(/|$))(/[^\s/:]+)+", "a path that begins with /, without .., : and / at its end")
]
"""A path that begins with `/`."""

UrlPath = Annotated[str, matching(r"/[^\s]*", "a path that begins with /")]
"""The path of an address."""


def _ipv4(text: str) -> str:
    try:
        network = IPv4Network(text)
    except ValueError as error:
        raise fault("X2B109", f"{show(text)} is not a network", expected="10.20.0.0/16, say", why=str(error)) from None
    if str(network) != text:
        raise fault("X2B109", f"{show(text)} is not a network", expected=str(network))
    return text


Ipv4Cidr = Annotated[str, AfterValidator(_ipv4)]
"""An IPv4 network."""

Url = Annotated[str, matching(r"https?://[^\s]+", "an address that begins with https:// or http://")]
"""A web address."""

Owner = Annotated[
    str, matching(r"(?!arn:aws)[^\s$]([^$\n]{0,98}[^\s$])?", "a team, channel or address, at most 100 characters")
]
"""Who is called."""

Cpu = Annotated[str, matching(r"[1-9][0-9]*m|[1-9][0-9]*(\.[0-9]+)?|0\.[0-9]*[1-9]", "CPU such as 500m or 2")]
"""CPU as Kubernetes writes it: `500m`, `2`."""

Bytes = Annotated[str, matching(r"[1-9][0-9]*(\.[0-9]+)?(k|[MGT]|[KMGT]i)", "bytes with a unit, such as 512Mi or 1Gi")]
"""Memory or disk as Kubernetes writes it, with a unit: `512Mi`, `1Gi`."""

EnvName = Annotated[str, matching(r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and _, first no digit")]
"""The name of an environment variable."""

Callee = Annotated[
    str, matching(rf"[a-z]([a-z0-9-]*[a-z0-9])?|{DOMAIN}", "the name of a service, or the domain of a host outside")
]
"""A service by its name, or a host outside by its domain (`api.pg.example.com`)."""

OutsideHost = Annotated[str, matching(rf"(?=.{{1,253}}$){DOMAIN}", "the domain of a host outside")]
"""A host outside by its domain (`api.pg.example.com`)."""


_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_IMAGE = (
    rf"(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?{_PART}(?:/{_PART})*"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?P<digest>@sha256:[0-9a-f]{64})?"
)


def _pinned(image: str) -> str:
    found = re.fullmatch(_IMAGE, image)
    if not found:
        raise fault(
            "X2B106",
            f"{show(image)} is not an image",
            expected="name:tag such as x2bee-fo:2.4.1, or name@sha256:<64 hex>",
        )
    if not found["digest"] and found["tag"] in (None, "latest"):
        expected = "name:tag, and not latest, or name@sha256:<64 hex>"
        raise fault(
            "X2B107", f"image '{image}' is not pinned", expected=expected, why="what runs must be what was tested"
        )
    return image


Image = Annotated[str, AfterValidator(_pinned)]
"""A container image with a tag other than `latest`, or with a digest."""

SessionNamespace = Annotated[
    str, matching(r"[a-z0-9_-]+(:[a-z0-9_-]+)*", "words separated by colons such as x2bee:session:shop")
]
"""What the keys of sessions begin with, without a colon at the end."""
