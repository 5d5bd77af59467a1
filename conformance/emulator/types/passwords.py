"""AWS::SecretsManager::Secret: generated passwords hold to their rules, and a name is given once."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Mapping
from typing import Any

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import provisioners, secretsmanager
from conformance.emulator.types.wrapping import judged

__all__ = ["install"]

_LEFT_OUT: Mapping[str, str] = {
    "ExcludeLowercase": string.ascii_lowercase,
    "ExcludeNumbers": string.digits,
    "ExcludePunctuation": string.punctuation,
    "ExcludeUppercase": string.ascii_uppercase,
}
"""Rules that the emulator does not read, and the characters that each leaves out."""

_TRIES = 1000


def _all_kinds(password: str, left_out: str) -> bool:
    """Whether a character of each kind that is not left out is in it."""
    kinds = [kind - set(left_out) for kind in map(set, _LEFT_OUT.values())]
    return all(not kind or kind & set(password) for kind in kinds)


def _password(secret: str, rule: Mapping[str, Any]) -> str:
    """What was generated of a secret, alone or in its template."""
    return json.loads(secret)[rule["GenerateStringKey"]] if "SecretStringTemplate" in rule else secret


def _generating(secret_string: Callable[[Properties], str]) -> Callable[[Properties], str]:
    def generated(properties: Properties) -> str:
        rule: Mapping[str, Any] = properties.get("GenerateSecretString", {})
        left_out = "".join(one for key, one in _LEFT_OUT.items() if rule.get(key)) + rule.get("ExcludeCharacters", "")
        said = {**properties, "GenerateSecretString": {**rule, "ExcludeCharacters": left_out}} if rule else properties
        for _ in range(_TRIES):
            made = secret_string(said)
            if not rule or not rule.get("RequireEachIncludedType", True) or _all_kinds(_password(made, rule), left_out):
                return made
        raise RefusedError(f"InvalidParameterException: no password has one of each kind: {dict(rule)}")

    return generated


def _judge(known: str | None, properties: Properties) -> None:
    """A secret that exists is refused; the emulator would put a new value into it."""
    if known is None and properties.get("Name") in secretsmanager._secrets:
        raise RefusedError(f"ResourceExistsException: secret {properties['Name']}")


def install() -> None:
    """Put both right."""
    judged("AWS::SecretsManager::Secret", _judge)
    provisioners._sm_secret_string = _generating(provisioners._sm_secret_string)
