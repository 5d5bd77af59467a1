"""What both sides call the vendors' things: contract, because objects, policies and secrets hold on to it."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site

__all__ = [
    "AGENT_LABEL",
    "COLLECTOR",
    "LANGUAGE_LABEL",
    "PROJECT",
    "SCOUTER_HTTP_PORT",
    "SCOUTER_NAMESPACE",
    "SCOUTER_PORT",
    "WHATAP_AGENT",
    "WHATAP_CREDENTIALS",
    "WHATAP_NAMESPACE",
    "WHATAP_OPERATOR",
    "Language",
    "scouter_secret",
    "whatap_secret",
]

Language = Literal["java", "nodejs"]
"""What an agent is for, as WhaTap's operator spells it."""

AGENT_LABEL = "x2bee.io/apm"
"""The label of watched pods: the vendor."""

LANGUAGE_LABEL = "x2bee.io/apm-language"
"""The label with the language of a watched pod's agent."""

PROJECT = "x2bee-apm"
"""The Argo CD AppProject of the vendors' charts."""

WHATAP_NAMESPACE = "whatap-monitoring"
WHATAP_OPERATOR = "whatap-operator"
WHATAP_AGENT = "whatap"
WHATAP_CREDENTIALS = "whatap-credentials"
"""Fixed by the operator: it asks for the agents' settings and for the Secret by these names."""

SCOUTER_NAMESPACE = "scouter"
COLLECTOR = "scouter-collector"
"""The collector's StatefulSet, its Service, its settings and its Secret."""

SCOUTER_PORT = 6100
SCOUTER_HTTP_PORT = 6180
"""Scouter's own: `NetConstants` in scouter.common; agents use the first by UDP and TCP."""


def whatap_secret(site: Site) -> str:
    """The Secrets Manager secret with `WHATAP_LICENSE`, `WHATAP_HOST` and `WHATAP_PORT`, which people fill."""
    return f"{site.path}/apm/whatap"


def scouter_secret(site: Site) -> str:
    """The Secrets Manager secret with the administrator's `password`, which people fill."""
    return f"{site.path}/apm/scouter"
