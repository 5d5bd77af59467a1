"""What proxies try again for their callers: the same inside the mesh and from its gateway."""

from __future__ import annotations

from dataclasses import dataclass

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.workload.limits import RETRIES, duration, per_try_ms
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["SAFE_METHODS", "Tries", "tries_of"]

SAFE_METHODS = ("GET", "HEAD")
"""Methods that may be repeated whatever became of the first try (RFC 9110, safe methods)."""

_ANY_FAILURE = "connect-failure,refused-stream,reset,gateway-error"
"""Whatever did not come back whole, and 502, 503 and 504. Not 500: the next pod has the same fault."""

_NOT_SENT = "connect-failure,refused-stream,reset-before-request"
"""Only what cannot have reached the program: an order is never sent twice."""


@dataclass(frozen=True)
class Tries:
    """How a service may be asked again."""

    request: int
    """Seconds that all tries together may take."""
    retries: int = RETRIES
    alone: bool = False
    """One pod, perhaps in the middle of a job: whatever was not understood is for the caller to decide."""
    innermost: bool = True
    """Whether it calls no other service. Where it does, what it waits for is tried again one step further in: tries of
    every step multiply, and a try cut short here would throw away an answer that is still allowed to come there."""

    @property
    def reads(self) -> istio.VirtualServiceRetries:
        """For `SAFE_METHODS`."""
        if not self.retries:
            return istio.VirtualServiceRetries(attempts=0)
        if not self.innermost:
            return istio.VirtualServiceRetries(attempts=self.retries, retry_on=_NOT_SENT)
        per_try = duration(per_try_ms(self.request, self.retries))
        return istio.VirtualServiceRetries(attempts=self.retries, per_try_timeout=per_try, retry_on=_ANY_FAILURE)

    @property
    def writes(self) -> istio.VirtualServiceRetries:
        """For every other method."""
        again = 0 if self.alone else self.retries
        return istio.VirtualServiceRetries(attempts=again, retry_on=_NOT_SENT if again else None)


def tries_of(profile: Profile, props: MsaDeploymentProps) -> Tries:
    """How one service may be asked again, as it says itself."""
    return Tries(
        request=props.timing.request,
        retries=RETRIES if props.retries is None else props.retries,
        alone=props.singleton or profile.undisturbed,
        innermost=not any("." not in callee for callee in props.calls),
    )
