"""What the judges said: gathered while they run, then written as JSON, a terminal table and a Markdown table."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from conformance.exceptions import Exceptions


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a judge objected to; `reason` if we accept it."""

    check: str
    object: str
    file: str
    message: str
    reason: str = ""


@dataclass(slots=True)
class Judgement:
    """One program's verdict on one thing."""

    program: str
    version: str
    kubernetes: str
    dist: str
    judged: str
    passed: int = 0
    acknowledged: list[Finding] = field(default_factory=list)
    failed: list[Finding] = field(default_factory=list)
    skipped: str = ""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def state(self) -> str:
        """One word."""
        return "FAILED" if self.failed else "skipped" if self.skipped else "ok"


@dataclass(slots=True)
class Report:
    """All verdicts of a run."""

    exceptions: Exceptions = field(default_factory=Exceptions)
    judgements: list[Judgement] = field(default_factory=list)
    builds: dict[str, dict[str, str | float]] = field(default_factory=dict)
    seconds: float = 0

    @contextmanager
    def judging(self, program: str, version: str, kubernetes: str, dist: str, judged: str) -> Generator[Judge]:
        """Gather one judgement; an error of the harness itself is a failure of that judgement."""
        judgement = Judgement(program, version, kubernetes, dist, judged)
        self.judgements.append(judgement)
        started = time.monotonic()
        try:
            yield Judge(judgement, self.exceptions)
        except Exception as error:  # whatever it is, the other judgements go on
            judgement.failed.append(Finding("harness", "", "", f"{type(error).__name__}: {error}"))
        finally:
            judgement.seconds = round(time.monotonic() - started, 1)

    def skip(self, program: str, why: str) -> None:
        """Something that could not be had, visibly."""
        self.judgements.append(Judgement(program, "", "", "", "", skipped=why))

    def check_exceptions(self) -> None:
        """Exceptions that match nothing are a failure, so that the list cannot rot."""
        ran = {(j.program, j.dist) for j in self.judgements if not j.skipped and j.dist != "canaries"}
        if not ran:
            return
        with self.judging("exceptions", "", "", "", "every documented exception still matches something") as judge:
            judge.passed(sum(entry.used > 0 for entry in self.exceptions.entries))
            for entry in self.exceptions.stale(ran):
                judge.fail("stale-exception", str(entry), "conformance/exceptions.toml", "matches nothing: remove it")

    @property
    def failed(self) -> bool:
        """Whether a judge objected."""
        return any(j.failed for j in self.judgements)

    @property
    def skipped(self) -> list[str]:
        """What was left out and why: one line for each reason."""
        names: dict[str, list[str]] = {}
        for j in (j for j in self.judgements if j.skipped):
            names.setdefault(j.skipped, []).append(j.program)
        return [f"{', '.join(programs)}: {why}" for why, programs in names.items()]

    def write(self, path: Path) -> None:
        """`report.json`."""
        document = {
            "failed": self.failed, "seconds": round(self.seconds, 1), "skipped": self.skipped,
            "builds": self.builds, "judgements": [{"state": j.state, **asdict(j)} for j in self.judgements],
        }  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


class Judge:
    """Writes one judgement, looking exceptions up."""

    def __init__(self, judgement: Judgement, exceptions: Exceptions) -> None:
        self._judgement = judgement
        self._exceptions = exceptions

    @property
    def broken(self) -> bool:
        """Whether the harness itself failed."""
        return any(f.check == "harness" for f in self._judgement.failed)

    def passed(self, count: int = 1) -> None:
        """So many things were found good."""
        self._judgement.passed += count

    def note(self, text: str) -> None:
        """Something to know that is no objection."""
        self._judgement.notes.append(text)

    def fail(self, check: str, label: str, file: str, message: str) -> None:
        """An objection: acknowledged if it is a documented exception, else a failure."""
        j = self._judgement
        reason = self._exceptions.reason(j.program, check, label, j.dist)
        finding = Finding(check, label, file, message, reason or "")
        (j.failed if reason is None else j.acknowledged).append(finding)

    def expect(self, good: bool, check: str, label: str, file: str, message: str) -> bool:
        """Pass or fail."""
        if good:
            self.passed()
        else:
            self.fail(check, label, file, message)
        return good
