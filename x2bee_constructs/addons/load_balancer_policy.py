"""What the AWS Load Balancer Controller may do in AWS."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site

__all__ = ["statements"]

_TAG = "elbv2.k8s.aws/cluster"
_OURS = {"Null": {f"aws:ResourceTag/{_TAG}": ("false",)}}
_ASKED = {"Null": {f"aws:RequestTag/{_TAG}": ("false",)}}
_RETAGS = {"Null": {f"aws:RequestTag/{_TAG}": ("true",), f"aws:ResourceTag/{_TAG}": ("false",)}}
"""The tag that the controller puts on all it makes: on the resource, in the request, and on one but not in the other
(so that it can never be put on what others made)."""


def statements(site: Site, props: AddOnsProps) -> tuple[Statement, ...]:
    """Enough for TargetGroupBindings on the named target groups; with `ingress` upstream's whole policy (v3.5.0)."""
    if props.load_balancer_controller.ingress:
        return tuple(_everything(props))
    return tuple(_bindings(site, props))


def _bindings(site: Site, props: AddOnsProps) -> Iterator[Statement]:
    here = f"{props.region}:{props.account}"
    find = (
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
    )
    interfaces = ("ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces")
    opens = props.load_balancer_controller.security_group_rules
    yield Statement("Find", (*find, *interfaces) if opens else find, ("*",))
    if props.target_groups:
        groups = (f"arn:aws:elasticloadbalancing:{here}:targetgroup/{name}/*" for name in sorted(props.target_groups))
        actions = ("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets")
        yield Statement("Register", actions, tuple(groups))
    if opens:
        # EKS tags the cluster's own security group so; the controller finds the one to open by the same tag.
        owned = {"StringEquals": {f"aws:ResourceTag/kubernetes.io/cluster/{site.cluster}": ("owned",)}}
        rules = ("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress")
        yield Statement("Open", rules, (f"arn:aws:ec2:{here}:security-group/*",), owned)


def _everything(props: AddOnsProps) -> Iterator[Statement]:
    here = f"{props.region}:{props.account}"
    service = {"StringEquals": {"iam:AWSServiceName": ("elasticloadbalancing.amazonaws.com",)}}
    role = "aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing"
    yield Statement(
        "ServiceRole", ("iam:CreateServiceLinkedRole",), (f"arn:aws:iam::{props.account}:role/{role}",), service
    )
    yield Statement("Find", _FIND, ("*",))
    yield Statement("Attach", _ATTACH, ("*",))
    yield from _security_groups(here)
    yield from _load_balancers(f"arn:aws:elasticloadbalancing:{here}")


def _security_groups(here: str) -> Iterator[Statement]:
    group = (f"arn:aws:ec2:{here}:security-group/*",)
    rules = ("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress")
    made = {"StringEquals": {"ec2:CreateAction": ("CreateSecurityGroup",)}, **_ASKED}
    yield Statement("Rules", rules, group)
    yield Statement("MakeGroup", ("ec2:CreateSecurityGroup",), (*group, f"arn:aws:ec2:{here}:vpc/*"))
    yield Statement("TagGroup", ("ec2:CreateTags",), group, made)
    yield Statement("RetagGroup", ("ec2:CreateTags", "ec2:DeleteTags"), group, _RETAGS)
    yield Statement("DropGroup", ("ec2:DeleteSecurityGroup",), group, _OURS)


def _load_balancers(arn: str) -> Iterator[Statement]:
    balancers = (f"{arn}:loadbalancer/app/*/*", f"{arn}:loadbalancer/net/*/*")
    groups = (f"{arn}:targetgroup/*/*",)
    listeners = tuple(f"{arn}:{kind}/{of}/*/*/*" for kind in ("listener", "listener-rule") for of in ("app", "net"))
    everything = (*balancers, *groups, *listeners)
    tag = ("elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags")
    creates = {"StringEquals": {"elasticloadbalancing:CreateAction": ("CreateLoadBalancer", "CreateTargetGroup")}}
    make = ("elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup")
    register = ("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets")
    yield Statement("Make", make, (*balancers, *groups), _ASKED)
    yield Statement("Listen", _LISTEN, (*balancers, *listeners))
    yield Statement("Retag", tag, (*balancers, *groups), _RETAGS)
    yield Statement("TagListeners", tag, listeners)
    yield Statement("TagNew", tag[:1], (*balancers, *groups), {**creates, **_ASKED})
    yield Statement("Change", _CHANGE, (*balancers, *groups, *listeners[:2]), _OURS)
    yield Statement("Register", register, groups)
    yield Statement("Route", _ROUTE, everything)


def _elb(*actions: str) -> tuple[str, ...]:
    return tuple(f"elasticloadbalancing:{action}" for action in actions)


def _ec2(*actions: str) -> tuple[str, ...]:
    return tuple(f"ec2:{action}" for action in actions)


_FIND = (
    *_ec2("DescribeAccountAttributes", "DescribeAddresses", "DescribeAvailabilityZones", "DescribeCoipPools"),
    *_ec2("DescribeInstances", "DescribeInternetGateways", "DescribeIpamPools", "DescribeNetworkInterfaces"),
    *_ec2("DescribeRouteTables", "DescribeSecurityGroups", "DescribeSubnets", "DescribeTags"),
    *_ec2("DescribeVpcPeeringConnections", "DescribeVpcs", "GetCoipPoolUsage", "GetSecurityGroupsForVpc"),
    *_elb("DescribeCapacityReservation", "DescribeListenerAttributes", "DescribeListenerCertificates"),
    *_elb("DescribeListeners", "DescribeLoadBalancerAttributes", "DescribeLoadBalancers", "DescribeRules"),
    *_elb("DescribeSSLPolicies", "DescribeTags", "DescribeTargetGroupAttributes", "DescribeTargetGroups"),
    *_elb("DescribeTargetHealth", "DescribeTrustStores"),
)
"""Reading, which these services grant for everything or nothing."""

_ATTACH = (
    *("acm:DescribeCertificate", "acm:ListCertificates", "cognito-idp:DescribeUserPoolClient"),
    *("iam:GetServerCertificate", "iam:ListServerCertificates"),
    *("shield:CreateProtection", "shield:DeleteProtection", "shield:DescribeProtection", "shield:GetSubscriptionState"),
    *("waf-regional:AssociateWebACL", "waf-regional:DisassociateWebACL"),
    *("waf-regional:GetWebACL", "waf-regional:GetWebACLForResource"),
    *("wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource"),
)
"""Certificates, web ACLs and user pools that Ingresses name: other rooms' and people's, of any id."""

_LISTEN = _elb("CreateListener", "CreateRule", "DeleteListener", "DeleteRule")
_CHANGE = _elb(
    *("DeleteLoadBalancer", "DeleteTargetGroup", "ModifyCapacityReservation", "ModifyIpPools"),
    *("ModifyListenerAttributes", "ModifyLoadBalancerAttributes", "ModifyTargetGroup", "ModifyTargetGroupAttributes"),
    *("SetIpAddressType", "SetSecurityGroups", "SetSubnets"),
)
_ROUTE = _elb(
    *("AddListenerCertificates", "ModifyListener", "ModifyRule", "RemoveListenerCertificates"),
    *("SetRulePriorities", "SetWebAcl"),
)
