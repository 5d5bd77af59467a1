"""The rules under test: what a service really emits, and the same with its protection taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import BaseModel

from x2bee_constructs import Platform
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.workload import names
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.timing import Timing

__all__ = ["PROMISE_SECONDS", "Rules", "careless", "cold", "emitted", "never_ejecting", "unprotected"]

PROMISE_SECONDS = 2
"""The service promises an answer within this time, so that a backend that takes 3 s breaks the promise."""

Policy = istio.DestinationRuleTrafficPolicy
Kind = TypeVar("Kind", bound=KubeObject)
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the mesh knows about one host; a rule that is not there is Istio's default."""

    host: str
    rule: istio.DestinationRule | None = None
    routes: istio.VirtualService | None = None


def emitted(platform: Platform, name: str) -> Rules:
    """The rules that this service of the platform brings along, were it to promise an answer within 2 s.

    Raises `LookupError` if there is no such service, or it has no rules (not in the mesh, or it does not listen).
    """
    if name not in platform.enabled_services:
        raise LookupError(f"no service {name!r}; there are {', '.join(platform.enabled_services)}")
    props = _changed(deployment_props(platform, name), timing=Timing(request=PROMISE_SECONDS))
    namespace = names.namespace(platform.site)
    objects = list(msa_objects(name, namespace, props).values())
    host = f"{name}.{namespace}.svc.cluster.local"
    rules = [o for o in _of(istio.DestinationRule, objects) if o.spec and o.spec.host == host]
    services = [o for o in _of(istio.VirtualService, objects) if o.spec and host in (o.spec.hosts or [])]
    if len(rules) != 1 or len(services) != 1:
        raise LookupError(f"{name} emits {len(rules)} DestinationRules and {len(services)} VirtualServices for {host}")
    return Rules(host, rules[0], services[0])


def unprotected(rules: Rules) -> Rules:
    """A plain Kubernetes Service: every endpoint in turn, no second try; the caller gives up at the same time."""
    plain = Policy(load_balancer=istio.DestinationRuleLoadBalancer(simple="ROUND_ROBIN"))
    return _with_policy(_with_retries(rules, istio.VirtualServiceRetries(attempts=0)), plain)


def careless(rules: Rules) -> Rules:
    """Retries as many people write them: `5xx` for every method, without a budget, and nobody is ejected."""
    plain = Policy(load_balancer=istio.DestinationRuleLoadBalancer(simple="ROUND_ROBIN"))
    return _with_policy(_with_retries(rules, istio.VirtualServiceRetries(attempts=2, retry_on="5xx")), plain)


def cold(rules: Rules) -> Rules:
    """Everything but the warm-up: a new pod gets its full share at once."""
    policy = _policy(rules)
    balancer = policy.load_balancer or istio.DestinationRuleLoadBalancer()
    without = _changed(balancer, warmup=None, warmup_duration_secs=None)
    return _with_policy(rules, _changed(policy, load_balancer=without))


def never_ejecting(rules: Rules) -> Rules:
    """Everything, but with Istio's default of at most 10 % ejected hosts: of three pods, none."""
    policy = _policy(rules)
    asked = policy.outlier_detection or istio.DestinationRuleOutlierDetection()
    return _with_policy(rules, _changed(policy, outlier_detection=_changed(asked, max_ejection_percent=10)))


def _of(kind: type[Kind], objects: list[KubeObject]) -> list[Kind]:
    return [o for o in objects if isinstance(o, kind)]


def _changed(model: Model, **changes: object) -> Model:
    return model.model_copy(update=changes)


def _policy(rules: Rules) -> Policy:
    return (rules.rule and rules.rule.spec and rules.rule.spec.traffic_policy) or Policy()


def _with_policy(rules: Rules, policy: Policy) -> Rules:
    if rules.rule is None or rules.rule.spec is None:
        raise LookupError(f"no DestinationRule for {rules.host} to take from")
    return replace(rules, rule=_changed(rules.rule, spec=_changed(rules.rule.spec, traffic_policy=policy)))


def _with_retries(rules: Rules, retries: istio.VirtualServiceRetries) -> Rules:
    if rules.routes is None or rules.routes.spec is None:
        raise LookupError(f"no VirtualService for {rules.host} to take from")
    http = [_changed(route, retries=retries) for route in rules.routes.spec.http or []]
    return replace(rules, routes=_changed(rules.routes, spec=_changed(rules.routes.spec, http=http)))
