"""Cronicle as a scheduler runs it: with probes that ask whether its clock ticks."""

from __future__ import annotations

from dataclasses import replace

from x2bee_constructs.workload.node import Cronicle
from x2bee_constructs.workload.profile import Check, Profile
from x2bee_constructs.workload.timing import STANDARD_TIMES, Timings

__all__ = ["PLUGIN_FOLDER", "SCRIPTS", "SchedulerRuntime"]

SCRIPTS = "/opt/x2bee/scheduler"
"""Where our scripts are in the pod."""

PLUGIN_FOLDER = "/opt/x2bee/plugin"
"""Where the files of plugins are in the pod."""


class SchedulerRuntime(Cronicle):
    """Cronicle with its probes in a script: a path says that it answers, not that it starts anything."""

    volume: bool = False
    """Whether its records are on a volume of their own; false if not given."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """Ready once it is primary; restarted when its clock stands."""
        profile = super().profile(times)
        ask = ("node", f"{SCRIPTS}/health.js")
        port = str(self.port)
        writable = tuple(path for path in profile.writable if not (self.volume and path == f"{self.home}/data"))
        return replace(
            profile,
            liveness=Check(None, period=30, failures=3, timeout=10, command=(*ask, "live", port)),
            readiness=Check(None, period=10, failures=3, timeout=10, command=(*ask, "ready", port)),
            writable=writable,
        )
