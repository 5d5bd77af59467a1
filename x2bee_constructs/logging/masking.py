"""What never reaches the search or the archive: personal data and secrets in log lines, as regular expressions.

They are applied to the text of a line before its JSON is read, so that fields at any depth are covered by one pass.
The patterns are for Ruby, which Fluentd runs them in, and keep to what Ruby and Python read alike. They rather hide
too much than too little: a number that looks like a resident number is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import fault, matching, raise_faults, show
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Props

__all__ = ["HIDDEN", "STANDARD_MASKS", "FieldName", "Mask", "field_masks", "masks"]

HIDDEN = "***"
"""What stands where something was."""

FieldName = Annotated[
    str,
    Field(max_length=64),
    matching(r"[A-Za-z][A-Za-z0-9_]*", "letters, digits and _, first a letter: part of a field's name"),
]
"""Part of the name of a field whose value is hidden: `password` also stands for `newPassword`."""

_RUBY_ONLY = re.compile(r"\\[hHRXKpPkgGAZzQE]|\(\?[<>'#~Pimxu(](?![=!])|\n")
"""Ruby and Python differ in these, or only one of them has them."""


class Mask(Props):
    """Something of your own that is to be hidden in every line: a member number, an account."""

    name: Label
    """What it is called in the configuration, for people."""
    pattern: Annotated[str, Field(min_length=1, max_length=1000)]
    """What is hidden: a regular expression that Ruby and Python read alike, in one line."""
    replacement: Annotated[str, Field(max_length=200), matching(r"[^\n\0]*", "text in one line")] = HIDDEN
    r"""What stands there instead; `\1` is the first group. `***` if not given."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if wrong := _fault(self.pattern, self.replacement):
            what = f"{show(self.pattern)} cannot be a mask: {wrong}"
            fix = "write groups as ( ) or (?: ), and a pattern that matches at least one character"
            raise_faults("Mask", [(("pattern",), fault("X2B360", what, fix=fix), self.pattern)])
        return self


def _fault(pattern: str, replacement: str) -> str:
    if found := _RUBY_ONLY.search(pattern):
        return f"{show(found[0])} means something else in Ruby than in Python"
    try:
        compiled = re.compile(pattern, re.ASCII)
    except re.error as error:
        return str(error)
    if compiled.search(""):
        return "it matches where nothing is, and so between any two characters"
    if (asked := max(map(int, re.findall(r"\\(\d)", replacement)), default=0)) > compiled.groups:
        return f"the replacement names group {asked}, and it has {compiled.groups}"
    return ""


# Neither digits nor letters beside it, and no decimal point before it: not a part of an identifier or a fraction.
_ALONE = (r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])")
# A number of JSON must stay a value of JSON: it becomes text. Everything else is hidden where it stands.
_NUMBER = (r"(:\s*|[\[,]\s*)", r"(?=\s*[,}\]])")

# Six digits of a day of birth, one of the century, sex and origin (1-8), six more; foreigners' numbers alike.
_RESIDENT = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[- ]?[1-8][0-9]{6}"
# Sixteen digits as issuers print them, domestic cards (9) too; American Express has fifteen, Diners fourteen.
_CARD = (
    r"(?:[3-69][0-9]{3}[- ]?[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|3[47][0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{5}|3[068][0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{4})"
)
# Mobile numbers with or without separators; others only with, because any eleven digits would be one.
_MOBILE = r"(?<![0-9A-Za-z])(?:\+?82[- .]?\(?0?\)?|0)1[016789][- .]?[0-9]{3,4}[- .]?[0-9]{4}(?![0-9A-Za-z])"
_LANDLINE = r"(?<![0-9A-Za-z])\(?0(?:2|[3-6][1-5]|70|50[0-9])[-) .]{1,2}[0-9]{3,4}[- .][0-9]{4}(?![0-9A-Za-z])"
_EMAIL = r"[A-Za-z0-9._%+-]+(?:@|%40)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_AUTHORIZATION = r"([Aa]uthorization[\\\"']*\s*[:=]\s*[\\\"']*(?:[A-Za-z]+\s+)?)[A-Za-z0-9._~+/=-]+"
_BEARER = r"([Bb]earer\s+)[A-Za-z0-9._~+/=-]{8,}"

_SECRET_FIELDS = (
    "password",
    "passwd",
    "passwrd",
    "pwd",
    "secret",
    "accessToken",
    "access_token",
    "refreshToken",
    "refresh_token",
    "apiKey",
    "api_key",
    "cvc",
    "cvv",
    "residentNumber",
    "resident_number",
    "ssn",
)


def _number(name: str, pattern: str) -> tuple[Mask, Mask]:
    before, after = _NUMBER
    return (
        Mask(name=f"{name}-number", pattern=f"{before}{pattern}{after}", replacement=rf'\1"{HIDDEN}"'),
        Mask(name=name, pattern=f"{_ALONE[0]}{pattern}{_ALONE[1]}"),
    )


def field_masks(names: Iterable[str]) -> tuple[Mask, ...]:
    """Those that hide the values of fields whose name has one of these in it.

    In JSON, in JSON inside JSON, and in `name=value`.
    """
    some = "|".join(_any_case(name) for name in sorted(set(names)))
    key = rf"[A-Za-z0-9_.-]*(?:{some})[A-Za-z0-9_.-]*"
    return (
        Mask(name="field", pattern=rf'("{key}"\s*:\s*)"(?:[^"\\]|\\.)*"?', replacement=rf'\1"{HIDDEN}"'),
        Mask(name="field-number", pattern=rf'("{key}"\s*:\s*)[0-9A-Za-z.+-]+', replacement=rf'\1"{HIDDEN}"'),
        Mask(
            name="field-inner",
            pattern=rf'(\\+"{key}\\+"\s*:\s*)(\\+")(?:[^"\\]|\\[^"\\])*(?:\\+")?',
            replacement=rf"\1\2{HIDDEN}\2",
        ),
        Mask(
            name="field-inner-number",
            pattern=rf'(\\+"{key}(\\+")\s*:\s*)[0-9A-Za-z.+-]+',
            replacement=rf"\1\2{HIDDEN}\2",
        ),
        Mask(name="assignment", pattern=rf"({key}\s*[=:]\s*)[^\s\"',;&\\)\]}}]+", replacement=rf"\1{HIDDEN}"),
    )


def _any_case(name: str) -> str:
    """Case is said letter by letter: a flag would be written differently in Ruby."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in name)


STANDARD_MASKS: tuple[Mask, ...] = (
    Mask(name="authorization", pattern=_AUTHORIZATION, replacement=rf"\1{HIDDEN}"),
    Mask(name="bearer", pattern=_BEARER, replacement=rf"\1{HIDDEN}"),
    *_number("resident-number", _RESIDENT),
    *_number("card", _CARD),
    Mask(name="mobile", pattern=_MOBILE),
    Mask(name="landline", pattern=_LANDLINE),
    Mask(name="email", pattern=_EMAIL),
)
"""What is hidden in every line of everybody: resident numbers, cards, telephones, e-mail, tokens."""


def masks(own: Iterable[Mask] = (), fields: Iterable[str] = ()) -> tuple[Mask, ...]:
    """All of them in the order in which they are applied: fields by name first, while their quotes are still there."""
    return (*field_masks((*_SECRET_FIELDS, *fields)), *STANDARD_MASKS, *own)
