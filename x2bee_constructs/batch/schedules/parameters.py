"""What a schedule gives its job, against what the job declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic_core import PydanticCustomError

from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.core.faults import PlacedFault, fault, meant, show
from x2bee_constructs.workload.batch_jobs import BatchJob, ParameterType

__all__ = ["WORDS", "parameter_faults"]

WORDS = {
    "month": "the month of the run, such as 2026-12",
    "previous_date": "the day before",
    "previous_month": "the month before",
    "run_date": "the day of the run, such as 2026-12-01",
    "run_time": "the minute it was due, such as 2026-12-01T02:00",
}
"""What the plugin puts in the place of `{word}`."""

_DATES = ("run_date", "previous_date")
_WORD = re.compile(r"\{([^{}]*)\}")


def parameter_faults(schedule: Schedule, job: BatchJob) -> Iterator[PlacedFault]:
    """Parameters that the job does not know or does not get, and values that are not what it expects."""
    known = job.known_parameters
    for name, value in schedule.parameters.items():
        place = ("parameters", name)
        if name not in known:
            hint, guess = meant(name, known)
            title = f"job '{schedule.job}' has no parameter '{name}'{hint}"
            expected = f"one of {', '.join(sorted(known))}" if known else "none: it declares no parameters"
            yield place, fault("X2B521", title, expected=expected, fix=guess), value
        elif wrong := _value_fault(value, known[name]):
            yield place, wrong, value
    for name in job.parameters.keys() - schedule.parameters.keys():
        title = f"job '{schedule.job}' needs parameter '{name}' ({job.parameters[name]})"
        fix = f"{name}: '{{run_date}}'" if job.parameters[name] == "date" else f"{name}: …"
        yield ("parameters",), fault("X2B522", title, fix=fix), dict(schedule.parameters)


def _value_fault(value: object, kind: ParameterType) -> PydanticCustomError | None:
    right = {
        "boolean": isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "text": isinstance(value, str),
        "date": isinstance(value, str) and _is_date(value),
    }
    if not right[kind]:
        expected = {"date": "a day in quotes such as '2026-12-01', or '{run_date}' or '{previous_date}'"}
        return fault("X2B523", f"{show(value)} is no {kind}", expected=expected.get(kind, kind))
    return _word_fault(value) if isinstance(value, str) else None


def _word_fault(text: str) -> PydanticCustomError | None:
    for word in _WORD.findall(text):
        if word not in WORDS:
            hint, guess = meant(word, WORDS)
            title = f"nothing stands for {{{word}}}{hint}"
            return fault("X2B524", title, expected=f"one of {', '.join(WORDS)}", fix=f"{{{guess}}}" if guess else "")
    return None


def _is_date(text: str) -> bool:
    if text in {f"{{{word}}}" for word in _DATES}:
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
