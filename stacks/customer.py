"""Which customer's file, and which of its environments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from x2bee_constructs import Platform
from x2bee_constructs.core.diagnostics import Finding, SpecError
from x2bee_constructs.core.faults import meant
from x2bee_constructs.platform.fleet import load_customer

__all__ = ["selected_platform"]

_FOLDER = Path(__file__).parent / "customers"


def selected_platform(environ: Mapping[str, str] = os.environ) -> Platform:
    """The platform of `X2BEE_CUSTOMER` (acme if not set) and `X2BEE_ENV` (prd if not set).

    Raises `SpecError` with all faults of the file, if there is no such customer or environment, or if the file is named
    as another customer.
    """
    customer = environ.get("X2BEE_CUSTOMER") or "acme"
    known = {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}
    if customer not in known:
        hint, _ = meant(customer, known)
        expected = f"X2BEE_CUSTOMER is one of {', '.join(known)}"
        fix = f"set it, or add stacks/customers/{customer}.yaml"
        raise SpecError([Finding("X2B207", f"no customer '{customer}'{hint}", expected=expected, fix=fix)])
    path = known[customer]
    near = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    environment = environ.get("X2BEE_ENV") or "prd"
    return load_customer(near, environment).platforms[environment]
