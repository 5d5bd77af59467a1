"""Wildcards in the roles of add-ons, and why each is meant: what cdk-nag finds (AwsSolutions-IAM5) is answered here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from x2bee_constructs.addons import names
from x2bee_constructs.core.iam import Statement

__all__ = ["reasons"]

_ID = "its id comes into being with it"
_BY_TAG = f"{_ID}; the conditions demand the cluster's tags"

_MEANT: Mapping[str, Mapping[str, str]] = {
    names.CLUSTER_AUTOSCALER: {
        r"\*": "reading that is granted for everything or nothing, within the region",
        r".*:autoScalingGroup:\*:autoScalingGroupName/\*": f"EKS names the groups; {_BY_TAG}",
        r".*:nodegroup/[^*]+/\*/\*": "the cluster's own node groups, to read: CloudFormation names them",
    },
    names.EXTERNAL_DNS: {
        r"\*": "ListHostedZones is granted for everything or nothing",
        r".*:hostedzone/\*": "CloudFormation alone knows the zone's id; conditions limit writing to names below it",
    },
    names.EXTERNAL_SECRETS: {
        r".*:secret:x2bee/.*": "secrets of one folder below the site's own path, all of them for the same namespaces",
        r".*:parameter/x2bee/.*": "parameters of one folder below the site's own path: addresses, and no secret",
        r".*:key/\*": "the environment's alias and the calling service, both in the conditions, decide on the key",
    },
    names.KARPENTER: {
        r"\*": "reading that is granted for everything or nothing, within the region or of the cluster where a "
        "condition can say so",
        r".*:(fleet|instance|launch-template|network-interface|spot-instances-request|volume)/\*": _BY_TAG,
        r".*:(image|snapshot)/\*": "images of nodes are AWS's and change with every release",
        r".*:(capacity-reservation|placement-group|security-group|subnet)/\*": (
            "used to start nodes, never changed; which ones, the EC2NodeClass says by tag"
        ),
        r".*:instance-profile/\*": f"{_BY_TAG}, except to read",
        r".*:parameter/aws/service/\*": "AWS's own public parameters, with the newest images",
    },
    names.LOAD_BALANCER_CONTROLLER: {
        r"\*": "reading that is granted for everything or nothing; with `ingress` also certificates, web ACLs and user "
        "pools, of whatever id an Ingress names",
        r".*:targetgroup/[^*]+/\*": f"exactly this target group: {_ID}",
        r".*:security-group/\*": "the cluster's own group by its tag, or with `ingress` as upstream's policy has it: "
        "rules of any group that a load balancer's traffic reaches",
        r".*:(vpc|loadbalancer|targetgroup|listener|listener-rule)/.*\*": (
            "with `ingress` it makes its own, by upstream's policy: tags in the conditions where the service knows them"
        ),
    },
}
"""By add-on: a pattern of the resource, and the reason."""


def reasons(name: str, statements: Iterable[Statement]) -> dict[str, str]:
    """The reason of each finding on a role of the add-on, by its id; raises `ValueError` for a wildcard without one."""
    resources = {resource: None for found in statements for resource in found.resources if "*" in resource}
    return {f"AwsSolutions-IAM5[Resource::{resource}]": _reason(name, resource) for resource in resources}


def _reason(name: str, resource: str) -> str:
    for pattern, reason in _MEANT.get(name, {}).items():
        if re.fullmatch(pattern, resource):
            return reason
    raise ValueError(
        f"'{name}' may use '{resource}', and no reason is given for the wildcard; give one, or an exact ARN"
    )
