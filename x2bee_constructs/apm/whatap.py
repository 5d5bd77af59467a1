"""WhaTap as Kubernetes objects: its namespace, its licence, its operator, and which pods get which agent."""

from __future__ import annotations

from x2bee_constructs.apm import names
from x2bee_constructs.apm.agent import agent_labels
from x2bee_constructs.apm.installed import WhatapOperatorProps
from x2bee_constructs.apm.names import Language
from x2bee_constructs.apm.parts import meta, namespace_object, secret_of
from x2bee_constructs.apm.whatap_charts import whatap_components
from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.imports.whatap import v2alpha1 as whatap
from x2bee_constructs.workload.peers import isolating_policy, tcp, to_anywhere, to_dns

__all__ = ["whatap_objects"]

_WEBHOOK = 9443
"""Where the API server asks the operator (cmd/main.go of whatap/whatap-operator)."""

_KEYS = ("WHATAP_HOST", "WHATAP_LICENSE", "WHATAP_PORT")

_OPERATOR = {"app.kubernetes.io/name": names.WHATAP_OPERATOR}


def whatap_objects(site: Site, props: WhatapOperatorProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    home = names.WHATAP_NAMESPACE
    project = Project(
        names.PROJECT, "WhaTap's operator, which puts agents into pods", props.argocd_namespace, props.argocd_cluster
    )
    secret = names.whatap_secret(site)
    return {
        # Its chart says nothing of what its pod may do, which `restricted` demands.
        "namespace": namespace_object(home, "baseline"),
        "default-deny": isolating_policy(meta("default-deny", home), {}),
        "network-policy": _operator_policy(home),
        "credentials": secret_of(names.WHATAP_CREDENTIALS, home, props.secret_store, secret, _KEYS),
        **release_objects(project, whatap_components(dict(props.node_selector))),
        "agent": _agent(props),
    }


def _operator_policy(home: str) -> net.NetworkPolicy:
    """Asked by the API server, which has no label and no namespace, and asking it; the agents' servers are not its."""
    into = [net.NetworkPolicyIngressRule(ports=tcp(_WEBHOOK))]
    return isolating_policy(meta(names.WHATAP_OPERATOR, home), _OPERATOR, into, [to_dns(), to_anywhere()])


def _agent(props: WhatapOperatorProps) -> whatap.WhatapAgent:
    """One target for each runtime; the operator knows the object by its name alone."""
    versions: dict[Language, str | None] = {"java": props.settings.java, "nodejs": props.settings.nodejs}
    targets = [_target(props, language, version) for language, version in versions.items() if version]
    instrumentation = whatap.WhatapAgentInstrumentation(enabled=True, targets=targets)
    return whatap.WhatapAgent(
        # After its kind, and the operator, are there: "logging" is the stage that follows.
        metadata=staged_meta(names.WHATAP_AGENT, "logging", sync_options="SkipDryRunOnMissingResource=true"),
        spec=whatap.WhatapAgentSpec(
            features=whatap.WhatapAgentFeatures(apm=whatap.WhatapAgentApm(instrumentation=instrumentation))
        ),
    )


def _target(props: WhatapOperatorProps, language: Language, version: str) -> whatap.WhatapAgentInstrumentationTarget:
    bounds: dict[str, int | float | str] = {"ephemeral-storage": "192Mi", "memory": "256Mi"}
    where = whatap.WhatapAgentNamespaceSelector(match_names=list(props.namespaces)) if props.namespaces else None
    return whatap.WhatapAgentInstrumentationTarget(
        name=f"x2bee-{language}",
        enabled=True,
        language=language,
        whatap_apm_versions={language: version},
        namespace_selector=where,
        pod_selector=LabelSelector(match_labels=agent_labels("whatap", language)),
        config=whatap.WhatapAgentConfig(mode="default"),
        # The pod's own user: what it lays down has to be read, and written, by the program's.
        init_container_security=whatap.WhatapAgentInitContainerSecurity(run_as_non_root=True),
        init_container_resources=ResourceRequirements(requests={"cpu": "50m", **bounds}, limits=bounds),
    )
