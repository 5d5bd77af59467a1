"""The files of the Job: its script, its plan, and a body for each step."""

from __future__ import annotations

from importlib import resources

from x2bee_constructs.logging.index.dashboards import dashboard_step
from x2bee_constructs.logging.index.guests import guest_steps
from x2bee_constructs.logging.index.roles import role_steps
from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.index.steps import Step
from x2bee_constructs.logging.index.streams import stream_steps

__all__ = ["PLAN", "SCRIPT", "job_files", "steps"]

SCRIPT, PLAN = "apply.sh", "plan"
"""The script, and the file with a line for each step: kind, path, the body's file, and what to look for."""


def steps(settings: IndexSettings, *, dashboards: bool = True) -> list[Step]:
    """Everything in its order: the streams first, because nothing can be written before them."""
    shown = [dashboard_step(settings)] if dashboards else []
    return [*stream_steps(settings), *role_steps(settings), *guest_steps(settings), *shown]


def job_files(settings: IndexSettings, *, dashboards: bool = True) -> dict[str, str]:
    """The files by name."""
    found = steps(settings, dashboards=dashboards)
    script = resources.files("x2bee_constructs.logging.index").joinpath(SCRIPT).read_text(encoding="utf-8")
    bodies = {f"{number:02}.json": step.body for number, step in enumerate(found)}
    plan = "".join(f"{s.kind}\t{s.path}\t{number:02}.json\t{s.look}\n" for number, s in enumerate(found))
    return {SCRIPT: script, PLAN: plan, **bodies}
