"""One process tree for a whole fleet: as many workers as cores, each replaced before Node.js has grown large."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from x2bee_constructs.core.node import node_environment
from x2bee_constructs.fleet.plan import Unit
from x2bee_constructs.fleet.render import Order, Rendered, render

__all__ = ["PER_WORKER", "render_all"]

PER_WORKER = 10
"""Files for each worker before others take their places: jsii never frees an object, in Python or Node.js."""


def render_all(
    units: Sequence[Unit],
    order: Order,
    workers: int,
    done: Callable[[Sequence[Rendered]], None],
    job: Callable[[Unit, Order], list[Rendered]] = render,
) -> list[Rendered]:
    """Render all files, in any order; `done` is told of each as it is ready.

    A worker that dies (memory, a signal) costs its own file alone: that is tried once more by itself.
    """
    found: list[Rendered] = []
    died: list[Unit] = []
    for unit, result in _in_pool(units, order, workers, job):
        if result is None:
            died.append(unit)
            continue
        found += result
        done(result)
    for unit in died:
        again = [result for _, result in _in_pool([unit], order, 1, job)]
        last = again[0] or [Rendered(unit.customer, "", fault="error: its worker died twice; is there enough memory?")]
        found += last
        done(last)
    return sorted(found, key=lambda one: one.name)


def _in_pool(
    units: Sequence[Unit], order: Order, workers: int, job: Callable[[Unit, Order], list[Rendered]]
) -> Iterator[tuple[Unit, list[Rendered] | None]]:
    """Each file with its result; None for those that were lost with a worker.

    All workers are replaced together: `max_tasks_per_child` of Python 3.11 leaves the pool without any after the first
    round (https://github.com/python/cpython/issues/115634).
    """
    spawn = multiprocessing.get_context("spawn")  # a forked worker would share its parent's Node.js
    os.environ.update(node_environment())
    for round_of in _rounds(units, workers * PER_WORKER):
        with ProcessPoolExecutor(workers, mp_context=spawn, initializer=gc.set_threshold, initargs=(100_000,)) as pool:
            jobs: dict[Future[list[Rendered]], Unit] = {pool.submit(job, unit, order): unit for unit in round_of}
            for future in as_completed(jobs):
                try:
                    yield jobs[future], future.result()
                except BrokenProcessPool:
                    yield jobs[future], None


def _rounds(units: Sequence[Unit], size: int) -> Iterator[Sequence[Unit]]:
    """The files in rounds of at most so many."""
    for begun in range(0, len(units), size):
        yield units[begun : begun + size]
