"""What routes must know of the services to which they lead."""

from __future__ import annotations

from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.ingress.fields import AnswerSeconds, PrivatePath, Retries
from x2bee_constructs.workload.limits import RETRIES
from x2bee_constructs.workload.timing import STANDARD_TIMES

__all__ = ["Upstream"]


class Upstream(Props):
    """A service behind the gateway, as its own callers inside the mesh know it.

    In a platform all of it follows from the service.
    """

    request: AnswerSeconds = STANDARD_TIMES.request
    """Seconds that its longest answer may take (`timing.request`); 30 if not given."""
    retries: Retries = RETRIES
    """How often its callers ask again; 2 if not given."""
    alone: Bool = False
    """Whether it is one pod, perhaps in the middle of a job (`singleton`, a batch): what is no read is then never sent
    again. False if not given."""
    innermost: Bool = True
    """Whether it calls no other service. Where it does, nothing is sent again that can have reached it: what it waits
    for is tried again one step further in. True if not given."""
    pages: Bool = False
    """Whether it makes pages for browsers, which then ask for their scripts (Next.js). False if not given."""
    private_paths: Distinct[PrivatePath] = ()
    """Paths that answer the kubelet and Prometheus alone: the gateway refuses them at the hosts that lead here. None if
    not given."""
