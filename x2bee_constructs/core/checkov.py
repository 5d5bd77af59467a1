"""Rules of Checkov that we do not follow, each with its reason, as annotations that the scanner reads."""

from __future__ import annotations

__all__ = ["AS_ROOT", "AS_SETTINGS", "STANDARD", "Finding", "skips"]

Finding = tuple[str, str]
"""A rule's id, and why it is not followed."""

STANDARD: tuple[Finding, ...] = (
    ("CKV_K8S_11", "A CPU limit throttles a pod while its node idles; requests share the CPU fairly"),
    ("CKV_K8S_15", "Tags are immutable, so what is cached is the same; pods start without the registry"),
    ("CKV_K8S_43", "Tags are immutable in our registry; an image can be given by its digest"),
)
"""Of every workload."""

AS_SETTINGS: Finding = (
    "CKV_K8S_35",
    "Programs read their settings from the environment; the Secret is one service's alone",
)
"""Of what reads a Secret as environment variables."""

AS_ROOT: tuple[Finding, ...] = (
    ("CKV_K8S_23", "The kubelet writes the logs of pods for root alone"),
    ("CKV_K8S_40", "The kubelet writes the logs of pods for root alone"),
)
"""Of what reads the logs of a node."""


def skips(*findings: Finding) -> dict[str, str]:
    """The annotations for these findings, in the order of the rules."""
    return {f"checkov.io/skip{n}": f"{rule}={why}" for n, (rule, why) in enumerate(sorted(findings), 1)}
