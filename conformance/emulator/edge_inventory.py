"""What exists of the way in, asked of each service: see `inventory`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from conformance.emulator.aws import Aws

__all__ = ["EDGE"]


def _certificates(aws: Aws) -> list[str]:
    return [one["CertificateArn"] for one in aws.call("acm", "list_certificates")["CertificateSummaryList"]]


def _zones(aws: Aws) -> list[str]:
    return [one["Id"] for one in aws.call("route53", "list_hosted_zones")["HostedZones"]]


def _records(aws: Aws) -> list[str]:
    """Names with an address, and further names; not a zone's own SOA and NS records, and not certificates' proofs."""
    return [
        one["Name"]
        for zone in _zones(aws)
        for one in aws.call("route53", "list_resource_record_sets", HostedZoneId=zone)["ResourceRecordSets"]
        if one["Type"] in {"A", "AAAA"} or (one["Type"] == "CNAME" and not one["Name"].startswith("_"))
    ]


def _balancers(aws: Aws) -> list[str]:
    found = aws.call("elbv2", "describe_load_balancers")["LoadBalancers"]
    return [one["LoadBalancerArn"] for one in found]


def _listeners(aws: Aws) -> list[str]:
    return [
        one["ListenerArn"]
        for balancer in _balancers(aws)
        for one in aws.call("elbv2", "describe_listeners", LoadBalancerArn=balancer)["Listeners"]
    ]


def _listener_rules(aws: Aws) -> list[str]:
    return [
        one["RuleArn"]
        for listener in _listeners(aws)
        for one in aws.call("elbv2", "describe_rules", ListenerArn=listener)["Rules"]
    ]


def _target_groups(aws: Aws) -> list[str]:
    return [one["TargetGroupArn"] for one in aws.call("elbv2", "describe_target_groups")["TargetGroups"]]


def _of_waf(operation: str, items: str) -> Callable[[Aws], list[str]]:
    def listed(aws: Aws) -> list[str]:
        found = aws.call("wafv2", operation, Scope="REGIONAL")[items]
        return [f"{one['Name']}|{one['Id']}|REGIONAL" for one in found]

    return listed


def _waf_logs(aws: Aws) -> list[str]:
    found = aws.call("wafv2", "list_logging_configurations", Scope="REGIONAL")
    return [one["ResourceArn"] for one in found["LoggingConfigurations"]]


EDGE: Mapping[str, Callable[[Aws], Iterable[str]]] = {
    "AWS::CertificateManager::Certificate": _certificates,
    "AWS::ElasticLoadBalancingV2::Listener": _listeners,
    "AWS::ElasticLoadBalancingV2::ListenerRule": _listener_rules,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancers,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _target_groups,
    "AWS::Route53::RecordSet": _records,
    "AWS::WAFv2::IPSet": _of_waf("list_ip_sets", "IPSets"),
    "AWS::WAFv2::LoggingConfiguration": _waf_logs,
    "AWS::WAFv2::WebACL": _of_waf("list_web_acls", "WebACLs"),
}
"""How each type's ids are asked for."""
