"""What the emulator's load balancers, listeners and target groups lack: refusals, and what it forgets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Properties, RefusedError, answer
from conformance.emulator.types.stack import alb, context, ec2, provisioners, s3

__all__ = ["install", "listener", "target_group"]

_KNOWN = {
    "access_logs.s3.bucket", "access_logs.s3.enabled", "access_logs.s3.prefix", "client_keep_alive.seconds",
    "connection_logs.s3.bucket", "connection_logs.s3.enabled", "connection_logs.s3.prefix",
    "deletion_protection.enabled", "health_check_logs.s3.bucket", "health_check_logs.s3.enabled",
    "health_check_logs.s3.prefix", "idle_timeout.timeout_seconds", "ipv6.deny_all_igw_traffic",
    "load_balancing.cross_zone.enabled", "routing.http.desync_mitigation_mode",
    "routing.http.drop_invalid_header_fields.enabled", "routing.http.preserve_host_header.enabled",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "routing.http.xff_client_port.enabled",
    "routing.http.xff_header_processing.mode", "routing.http2.enabled", "waf.fail_open.enabled",
    "zonal_shift.config.enabled",
}  # fmt: skip
"""Attributes of an Application Load Balancer (API reference, LoadBalancerAttribute; looked up 2026-11-23)."""

_TEST_FILES = {
    "access_logs": "ELBAccessLogTestFile",
    "connection_logs": "ELBConnectionLogTestFile",
    "health_check_logs": "ELBHealthCheckLogTestFile",
}
"""What stays in the bucket from then on, so that it is no longer empty (ELB user guide, Verify bucket permissions)."""

_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"


def _said(properties: Properties) -> dict[str, str]:
    return {one["Key"]: str(one["Value"]) for one in properties.get("LoadBalancerAttributes", [])}


def _judge(properties: Properties) -> None:
    """Refuse what Elastic Load Balancing would refuse of a load balancer."""
    zones = {ec2._subnets[subnet]["AvailabilityZone"] for subnet in properties.get("Subnets", [])}
    if len(zones) < 2 or len(zones) < len(properties["Subnets"]):
        raise RefusedError(f"InvalidConfigurationRequest: subnets in two zones at least, one each, got {sorted(zones)}")
    for group in properties.get("SecurityGroups", []):
        if group not in ec2._security_groups:
            raise RefusedError(f"InvalidSecurityGroup: no {group}")
    said = _said(properties)
    if said.keys() - _KNOWN:
        raise RefusedError(
            f"ValidationError: load balancer attribute keys {sorted(said.keys() - _KNOWN)} not recognized"
        )
    for bucket, prefix, _ in _log_places(properties):
        _judge_logs(bucket, prefix)


def _judge_logs(bucket: str, prefix: str) -> None:
    """It is told to write where it can."""
    if bucket not in s3._buckets:
        raise RefusedError(f"InvalidConfigurationRequest: no bucket {bucket or 'was said'}")
    policy = json.loads(s3._bucket_policies.get(bucket, '{"Statement": []}'))
    place = f"arn:aws:s3:::{bucket}/{prefix}/AWSLogs/".replace("//", "/")
    if not any(_admits(statement, place) for statement in policy["Statement"]):
        raise RefusedError(f"InvalidConfigurationRequest: access denied for bucket {bucket}: {_DELIVERY} may not write")


def _admits(statement: Mapping[str, Any], place: str) -> bool:
    resources: Any = statement["Resource"]
    where: list[str] = [resources] if isinstance(resources, str) else resources
    admitted = statement["Effect"] == "Allow" and statement["Principal"] == {"Service": _DELIVERY}
    return admitted and any(one.startswith(place) for one in where)


def _log_places(properties: Properties) -> list[tuple[str, str, str]]:
    """Bucket, prefix and the name of the file with which a load balancer tries whether it may write there."""
    said = _said(properties)
    return [
        (said.get(f"{kind}.s3.bucket", ""), said.get(f"{kind}.s3.prefix", ""), file)
        for kind, file in _TEST_FILES.items()
        if said.get(f"{kind}.s3.enabled") == "true"
    ]


def _try_to_write(properties: Properties) -> None:
    for bucket, prefix, file in _log_places(properties):
        place = f"{prefix}/AWSLogs/{context.get_account_id()}/{file}".lstrip("/")
        answer(s3._put_object(bucket, place, b"", {}))


def listener(arn: str, properties: Properties) -> Attributes:
    """The attributes of a listener."""
    given = [{"Key": one["Key"], "Value": str(one["Value"])} for one in properties.get("ListenerAttributes", [])]
    alb._listener_attrs[arn] = given
    return {}


def target_group(arn: str, properties: Properties) -> Attributes:
    """What the API is to show of a target group besides."""
    alb._tgs[arn].update({key: properties[key] for key in ("ProtocolVersion", "IpAddressType") if key in properties})
    return {}


def _judged(do: Callable[..., Any], place: int) -> Callable[..., Any]:
    def judging(*given: Any) -> Any:
        _judge(given[place])
        made = do(*given)
        _try_to_write(given[place])
        alb._lbs[made[0]]["VpcId"] = ec2._subnets[given[place]["Subnets"][0]]["VpcId"]
        return made

    return judging


def _guard(delete: Callable[[str, Properties], None]) -> Callable[[str, Properties], None]:
    def deleting(arn: str, properties: Properties) -> None:
        attributes = {one["Key"]: one["Value"] for one in alb._lb_attrs.get(arn, [])}
        if attributes.get("deletion_protection.enabled") == "true":
            raise RefusedError(f"OperationNotPermitted: deletion protection is on for load balancer {arn}")
        delete(arn, properties)

    return deleting


def _show(target_group_xml: Callable[[Any], str]) -> Callable[[Any], str]:
    def shown(record: Any) -> str:
        keys = [key for key in ("ProtocolVersion", "IpAddressType") if key in record]
        besides = "".join(f"<{key}>{record[key]}</{key}>" for key in keys)
        return f"{target_group_xml(record).removesuffix('</member>')}{besides}</member>"

    return shown


def _full_name(arn: str) -> str:
    """As CloudWatch has it: `targetgroup/<name>/<id>`."""
    return arn.rpartition(":")[2]


def install() -> None:
    """Load balancers are judged when they are made or changed, and kept while they are protected."""
    alb._tg_xml = _show(alb._tg_xml)
    alb._target_group_full_name_from_arn = _full_name
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS["AWS::ElasticLoadBalancingV2::LoadBalancer"]
    handler["create"], handler["update"] = _judged(handler["create"], 1), _judged(handler["update"], 2)
    handler["delete"] = _guard(handler["delete"])
