"""What may not cross from AWS into YAML, and the errors of a synth that would write something wrong."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from x2bee_constructs.core.faults import fault

__all__ = ["ClashError", "LeakError", "Setting", "find_leak"]

_TOKEN = re.compile(r"[$#]\{Token\[[^]]*\]\}")
_ARN = re.compile(r"arn:aws[a-z-]*:[^\s\"']+")
_STORE_ROLE = re.compile(r"arn:aws:iam::\d{12}:role/x2bee-[a-z0-9]+-[a-z0-9]+-secrets-[a-z0-9-]+\b")
"""The one ARN that may: the role that External Secrets takes for a store (ADR 0015). STS takes a role by nothing else,
and account and name are known beforehand."""
_ITS_KEY = re.compile(r"\brole\"?: \"?\Z")
"""What stands before that ARN."""


class LeakError(ValueError):
    """A value that only AWS knows stands in the YAML, where nothing can resolve it."""


class ClashError(ValueError):
    """Two objects would be one file, or one object in the cluster."""


def find_leak(text: str) -> str | None:
    """What is wrong with the first CDK token or ARN in the text, and what to write instead; None if there is none."""
    if found := _TOKEN.search(text):
        return (
            f"a CDK token may not stand in YAML, got '{found[0]}'; "
            "give the name (x2bee_constructs names are plain text), not an attribute of a construct"
        )
    if found := next((arn for arn in _ARN.finditer(text) if not _of_a_store(text, arn)), None):
        return (
            f"an ARN may not stand in YAML, got '{found[0]}'; "
            "identity comes from Pod Identity and values from External Secrets, both by name"
        )
    return None


def _of_a_store(text: str, arn: re.Match[str]) -> bool:
    before = text[max(0, arn.start() - len('"role": "') - 1) : arn.start()]
    return bool(_ITS_KEY.search(before) and _STORE_ROLE.fullmatch(arn[0]))


def _no_leak(text: str) -> str:
    if wrong := find_leak(text):
        raise fault("X2B111", wrong)
    return text


Setting = Annotated[str, AfterValidator(_no_leak)]
"""The value of an environment variable: text without CDK tokens and ARNs."""
