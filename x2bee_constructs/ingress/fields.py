"""The types of single values in the props of this room."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, matching, show
from x2bee_constructs.core.props import Count
from x2bee_constructs.workload.fields import Ipv4Cidr
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS

__all__ = [
    "AnswerSeconds",
    "CertificateId",
    "HeaderName",
    "OfficeCidr",
    "PrivatePath",
    "Retries",
    "RoutePath",
    "SecurityGroupId",
    "Weight",
    "ZoneId",
]

_LARGEST_OFFICE = 8


def _office(text: str) -> str:
    network = IPv4Network(text)
    expected = f"the public network of an office, prefix /{_LARGEST_OFFICE} or longer, such as 203.0.113.0/28"
    if network.prefixlen < _LARGEST_OFFICE:
        why = "that would open the office hosts to the world"
        raise fault("X2B109", f"{show(text)} is no office", expected=expected, why=why)
    if any(network.subnet_of(block) for block in _NOT_PUBLIC):
        why = "the load balancer sees the public address behind which an office is"
        raise fault("X2B109", f"{show(text)} is not public", expected=expected, why=why)
    return text


_NOT_PUBLIC = tuple(
    IPv4Network(text)
    for text in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)
"""RFC 1918, RFC 6598, loopback and link-local: addresses that no load balancer of the internet ever sees."""

OfficeCidr = Annotated[Ipv4Cidr, AfterValidator(_office), Field(examples=["203.0.113.0/28"])]
"""The public IPv4 network of an office."""

CertificateId = Annotated[
    str,
    matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a certificate's id, the end of its ARN: 8-4-4-4-12 hex"),
    Field(examples=["01234567-89ab-cdef-0123-456789abcdef"]),
]
"""The id of a certificate in ACM, in the account and region of the stack."""

ZoneId = Annotated[
    str,
    matching(r"Z[A-Z0-9]{1,31}", "the id of a hosted zone such as Z0123456789ABCDEFGHIJ", "nothing is looked up"),
    Field(examples=["Z0123456789ABCDEFGHIJ"]),
]
"""The id of a hosted zone in Route 53."""

SecurityGroupId = Annotated[
    str,
    matching(r"sg-([0-9a-f]{8}|[0-9a-f]{17})", "sg- and 8 or 17 hexadecimal digits", "nothing is looked up"),
]
"""The id that AWS gave a security group."""

RoutePath = Annotated[
    str,
    matching(r"/[A-Za-z0-9._~/-]*", "a path that begins with /, of letters, digits and '-._~/'"),
    Field(examples=["/reviews"]),
]
"""The path of a request, without query."""

PrivatePath = Annotated[
    str,
    matching(r"/[^\s*]*\*?", "a path that begins with /, at its end perhaps a * for whatever follows"),
    Field(examples=["/actuator*"]),
]
"""A path of a program that is nobody's outside; a `*` at its end stands for whatever follows."""

HeaderName = Annotated[
    str,
    matching(
        r"(?!(host|connection|content-length|transfer-encoding)$)[a-z0-9]([a-z0-9-]*[a-z0-9])?",
        "a header in lower case, none of host, connection, content-length and transfer-encoding",
        "HTTP/2 writes headers in lower case, and those four belong to the proxies",
    ),
]
"""A header of HTTP, in lower case."""

Weight = Annotated[Count, Field(le=100)]
"""Percent of the requests, 0 to 100."""

AnswerSeconds = Annotated[Count, Field(ge=1, le=LOAD_BALANCER_IDLE_SECONDS)]
"""How long an answer may take: at most what the load balancer waits (60 s)."""

Retries = Annotated[Count, Field(le=5)]
"""How often something is tried again, 0 to 5."""
