"""Numbers with their units as people write them, where Grafana does not: in descriptions, the index, and pictures."""

from __future__ import annotations

__all__ = ["amount"]

_SUFFIXES = {"percent": " %", "ms": " ms", "s": " s", "reqps": " requests/s", "cps": "/s", "decmbytes": " MB"}


def amount(value: float, unit: str) -> str:
    """`0.7` of `percentunit` as `70 %`, bytes in GiB, large numbers in groups of three."""
    if unit == "percentunit":
        return f"{value * 100:g} %"
    if unit == "bytes" and value:
        return f"{value / 2**30:.3g} GiB"
    plain = f"{int(value):,}" if float(value).is_integer() else f"{value:g}"
    return plain + _SUFFIXES.get(unit, "")
