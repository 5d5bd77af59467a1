"""Documented exceptions: what a judge says and we accept, each with its reason, none of them stale."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

FIELDS = {"program", "check", "object", "reason", "dist"}


@dataclass(slots=True)
class Accepted:
    """One accepted finding; `object` and `dist` are shell patterns."""

    program: str
    check: str
    object: str
    reason: str
    dist: str = "*"
    used: int = 0

    def covers(self, program: str, check: str, label: str, dist: str) -> bool:
        """Whether this is the finding we accepted."""
        pairs = ((program, self.program), (check, self.check), (label, self.object), (dist, self.dist))
        return all(fnmatchcase(value, pattern) for value, pattern in pairs)

    def __str__(self) -> str:
        return f"{self.program} / {self.check} / {self.object}" + ("" if self.dist == "*" else f" / {self.dist}")


@dataclass(slots=True)
class Exceptions:
    """All of them, counting what they were good for."""

    entries: list[Accepted] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Exceptions:
        """From `exceptions.toml`; every entry needs a reason."""
        entries: list[Accepted] = []
        for number, entry in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("exception", []), 1):
            unknown, missing = set(entry) - FIELDS, FIELDS - {"dist"} - set(entry)
            if unknown or missing:
                wrong = f"unknown {sorted(unknown)}, missing {sorted(missing)}"
                raise ValueError(f"{path.name}: exception {number}: {wrong}")
            if len(entry["reason"].split()) < 4:
                raise ValueError(f"{path.name}: exception {number}: the reason must say why, got {entry['reason']!r}")
            entries.append(Accepted(**entry))
        return cls(entries)

    def reason(self, program: str, check: str, label: str, dist: str) -> str | None:
        """Why this finding is accepted, or None if it is not."""
        for entry in self.entries:
            if entry.covers(program, check, label, dist):
                entry.used += 1
                return entry.reason
        return None

    def stale(self, judged: Iterable[tuple[str, str]]) -> list[Accepted]:
        """Entries that matched nothing although their program judged a folder they are about."""
        ran = set(judged)
        return [
            entry
            for entry in self.entries
            if not entry.used and any(fnmatchcase(p, entry.program) and fnmatchcase(d, entry.dist) for p, d in ran)
        ]
