"""Runbooks as files: one of each alert and alarm, and an index. `make runbooks` writes them; a test holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from x2bee_constructs.core.alerts import Alert, Notice

__all__ = ["INDEX", "runbook_files"]

INDEX = "README.md"

_MADE = "Made from the alerts by `make runbooks`: change the text there, beside the rule."

_CALLS = {"critical": "critical: a page, somebody gets up", "warning": "warning: a ticket, within a working day"}


def runbook_files(notices: Iterable[Notice]) -> dict[str, str]:
    """Each runbook's text by its file's name, and the index.

    Raises `ValueError` if one name has two texts: people search by it.
    """
    by_name: dict[str, Notice] = {}
    for notice in notices:
        first = by_name.setdefault(notice.name, notice)
        if (first.runbook, first.severity, first.area) != (notice.runbook, notice.severity, notice.area):
            raise ValueError(f"'{notice.name}' has two runbooks")
    files = {f"{name}.md": _page(notice) for name, notice in sorted(by_name.items())}
    return {INDEX: _index(by_name.values()), **files}


def _page(notice: Notice) -> str:
    book = notice.runbook
    parts = [
        f"# {notice.name}",
        f"{_CALLS[notice.severity]} · {notice.area} · {_source(notice)}",
        f"## What it means\n\n{book.means}",
        f"## Who notices\n\n{book.impact}",
        f"## Likely causes\n\n{_list(book.causes)}",
        f"## Look first\n\n{_list(book.look, numbered=True)}",
        f"## Do\n\n{_list(book.act, numbered=True)}",
        f"## If that does not help\n\n{book.escalate}",
    ]
    if isinstance(notice, Alert):
        parts.append(f"## The rule\n\nFor {notice.lasts}:\n\n```promql\n{notice.expr}\n```")
    return "\n\n".join([*parts, f"<sub>{_MADE}</sub>"]) + "\n"


def _source(notice: Notice) -> str:
    return "Prometheus" if isinstance(notice, Alert) else "CloudWatch"


def _list(items: Sequence[str], *, numbered: bool = False) -> str:
    return "\n".join(f"{f'{number}.' if numbered else '-'} {item}" for number, item in enumerate(items, 1))


def _index(notices: Iterable[Notice]) -> str:
    areas: dict[str, list[Notice]] = {}
    for notice in notices:
        areas.setdefault(notice.area, []).append(notice)
    parts = [
        "# Runbooks",
        (
            "Every alert of Prometheus and every alarm of CloudWatch has its page here, by its "
            "name. `critical` is a page: "
            "customers notice, or will before the next morning. `warning` is a ticket. `<so>` "
            "stands for what the alert's "
            "labels say; `<prefix>` is `x2bee-<customer>-<environment>`."
        ),
    ]
    for area, found in sorted(areas.items()):
        rows = "\n".join(
            f"| [{each.name}]({each.name}.md) | {each.severity} | {_source(each)} | {each.runbook.means} |"
            for each in sorted(found, key=lambda each: (each.severity, each.name))
        )
        parts.append(
            f"## {area[0].upper()}{area[1:]}\n\n| alert | severity | from | means |\n|---|---|---|---|\n{rows}"
        )
    return "\n\n".join([*parts, f"<sub>{_MADE}</sub>"]) + "\n"
