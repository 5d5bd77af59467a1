"""What schedules, services and jobs do not agree on. Everything here is a fault; `warnings` has what may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.batch.schedules.parameters import parameter_faults
from x2bee_constructs.batch.schedules.place import BatchPlace, scheduler_of
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.runs import least_gap
from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.workload.batch_jobs import BatchJob

__all__ = ["schedule_faults"]


def schedule_faults(schedules: Mapping[str, Schedule], place: BatchPlace) -> Iterator[PlacedFault]:
    """Every fault, placed below `schedules`."""
    yield from _doubled_titles(schedules)
    for name, schedule in schedules.items():
        for where, wrong, got in _faults(schedule, place):
            yield (name, *where), wrong, got


def _faults(schedule: Schedule, place: BatchPlace) -> Iterator[PlacedFault]:
    jobs = place.jobs.get(schedule.service)
    if jobs is None:
        hint, guess = meant(schedule.service, place.jobs)
        title = f"there is no batch service '{schedule.service}'{hint}"
        yield (
            ("service",),
            fault("X2B518", title, expected="an enabled service of runtime spring-batch", fix=guess),
            schedule.service,
        )
        return
    yield from _caller(schedule, place)
    job = jobs.get(schedule.job)
    if job is None:
        hint, guess = meant(schedule.job, jobs)
        known = ", ".join(sorted(jobs)) or "none"
        title = f"service '{schedule.service}' declares no job '{schedule.job}'{hint}"
        fix = guess or f"services.{schedule.service}.runtime.jobs: {{{schedule.job}: {{}}}}"
        yield ("job",), fault("X2B519", title, expected=f"one of its jobs ({known})", fix=fix), schedule.job
        return
    yield from parameter_faults(schedule, job)
    yield from _too_often(schedule, job)


def _caller(schedule: Schedule, place: BatchPlace) -> Iterator[PlacedFault]:
    named, service = schedule.scheduler, schedule.service
    if named and named not in place.schedulers:
        hint, guess = meant(named, place.schedulers)
        yield ("scheduler",), fault("X2B520", f"there is no scheduler '{named}'{hint}", fix=guess), named
    elif named and service not in place.schedulers[named]:
        title = f"scheduler '{named}' may not call '{service}'"
        why = "what is not declared is denied, by the mesh and by the network"
        yield ("scheduler",), fault("X2B520", title, why=why, fix=f"services.{named}.calls: [{service}]"), named
    elif not named and scheduler_of(schedule, place) is None:
        able = [name for name, calls in sorted(place.schedulers.items()) if service in calls]
        title = f"{len(able)} schedulers call '{service}'" if able else f"no scheduler calls '{service}'"
        fix = f"scheduler: {able[0]}" if able else "add the service to the `calls` of a scheduler"
        yield ("service",), fault("X2B520", title, fix=fix), service


def _too_often(schedule: Schedule, job: BatchJob) -> Iterator[PlacedFault]:
    gap, usual = least_gap(schedule), job.usual_minutes
    if usual and usual >= schedule.timeout_minutes:
        title = f"a usual run takes {usual} minutes, and is stopped after {schedule.timeout_minutes}"
        yield (
            ("timeout_minutes",),
            fault("X2B525", title, fix=f"timeout_minutes: {usual * 3}"),
            schedule.timeout_minutes,
        )
    if gap and usual and schedule.concurrency == 1 and usual >= gap:
        title = f"it starts every {gap} minutes, and a usual run takes {usual}"
        why = "with concurrency 1 a run that is due while another runs is an error"
        fix = "let it run less often"
        place = next(name for name in ("every", "at", "timing") if getattr(schedule, name))
        yield (place,), fault("X2B526", title, why=why, fix=fix), gap


def _doubled_titles(schedules: Mapping[str, Schedule]) -> Iterator[PlacedFault]:
    seen: dict[str, str] = {}
    for name, schedule in schedules.items():
        title = schedule.title or name
        if title in seen:
            why = "people, and Cronicle's API, tell events apart by their titles"
            wrong = fault(
                "X2B527", f"'{seen[title]}' has the title '{title}' too", why=why, related=f"schedules.{seen[title]}"
            )
            yield (name, "title"), wrong, title
        seen.setdefault(title, name)
