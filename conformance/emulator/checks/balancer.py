"""The way in: load balancer, listeners, target group, and what the pods' security group lets in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.hosts import names as hosts
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import HEALTH_CHECK, SSL_POLICY, balancer_attributes, target_attributes
from x2bee_constructs.ingress.edge import AlbIngressProps
from x2bee_constructs.platform.ingress import edge_props
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.names import stack

__all__ = ["balancer", "listeners", "pods_group", "targets"]

PUBLIC_PORTS = {80, 443}


def _props(sight: Sight) -> AlbIngressProps:
    props = edge_props(sight.platform)
    assert props, "a load balancer is in the templates, and the platform has no way in"
    return props


def _only(sight: Sight) -> dict[str, Any]:
    """The load balancer, found by its name as people find it."""
    said: Any = {"Names": [names.load_balancer(sight.platform.site)]}
    (found,) = sight.aws.call("elbv2", "describe_load_balancers", **said)["LoadBalancers"]
    return found


def _pairs(attributes: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {one["Key"]: one["Value"] for one in attributes}


def _differs(wanted: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str | None]:
    """What is found for each attribute that is not as wanted."""
    return {key: found.get(key) for key, value in wanted.items() if found.get(key) != value}


def balancer(sight: Sight, expect: Expect) -> None:
    """It is public, in the VPC, protected and logged, and its security group opens what it should."""
    found = _only(sight)
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    expect.same("its scheme", "internet-facing", found["Scheme"])
    expect.same("its VPC", vpc.physical_id, found["VpcId"])
    bucket = names.access_log_bucket(sight.platform.site, sight.platform.account)
    said: Any = {"LoadBalancerArn": found["LoadBalancerArn"]}
    attributes = _pairs(sight.aws.call("elbv2", "describe_load_balancer_attributes", **said)["Attributes"])
    for key, value in balancer_attributes(bucket).items():
        expect.same(key, value, attributes.get(key))
    (group,) = sight.aws.call("ec2", "describe_security_groups", GroupIds=found["SecurityGroups"])["SecurityGroups"]
    props = _props(sight)
    pods = {names.GATEWAY_PORT, names.STATUS_PORT}
    expect.same("who comes in", _doors(props.sources, PUBLIC_PORTS), _opened(group["IpPermissions"]))
    ports = pods | {machine.port for machine in props.machines}
    expect.same("where it may go", _doors(props.app_cidrs, ports), _opened(group["IpPermissionsEgress"]))


def _doors(cidrs: Sequence[str], ports: set[int]) -> list[tuple[str, str, int, int]]:
    return sorted(("tcp", cidr, port, port) for cidr in cidrs for port in ports)


def _opened(rules: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int, int]]:
    """Protocol, network or group, and ports of each rule."""
    return sorted(
        (rule["IpProtocol"], source.get("CidrIp") or source["GroupId"], rule.get("FromPort", 0), rule.get("ToPort", 0))
        for rule in rules
        for source in (*rule["IpRanges"], *rule["UserIdGroupPairs"])
    )


def listeners(sight: Sight, expect: Expect) -> None:
    """HTTP sends to HTTPS; HTTPS has our certificate and policy, and knows the platform's hosts and no others."""
    said: Any = {"LoadBalancerArn": _only(sight)["LoadBalancerArn"]}
    found = {one["Port"]: one for one in sight.aws.call("elbv2", "describe_listeners", **said)["Listeners"]}
    if not expect.same("its ports", PUBLIC_PORTS, set(found)):
        return
    (sent,) = found[80]["DefaultActions"]
    to = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    expect.same("where HTTP is sent", {}, _differs(to, sent.get("RedirectConfig", {})))
    _https(sight, found[443], expect)


def _https(sight: Sight, listener: Mapping[str, Any], expect: Expect) -> None:
    expect.same("the policy of TLS", SSL_POLICY, listener.get("SslPolicy"))
    edge = stack(sight.platform.site, "edge")
    made = sight.deployed.of("AWS::CertificateManager::Certificate")
    own = {one.physical_id for one in made if one.stack == edge}
    if own:  # else it is one that was there already
        expect.same("its certificates", own, {one["CertificateArn"] for one in listener.get("Certificates", [])})
    answer = listener["DefaultActions"][0].get("FixedResponseConfig", {})
    expect.same("what others get", "404", answer.get("StatusCode"))
    said: Any = {"ListenerArn": listener["ListenerArn"]}
    attributes = _pairs(sight.aws.call("elbv2", "describe_listener_attributes", **said)["Attributes"])
    expect.same("says what it is", "false", attributes.get("routing.http.response.server.enabled"))
    _hosts(sight, sight.aws.call("elbv2", "describe_rules", **said)["Rules"], expect)


def _hosts(sight: Sight, rules: Sequence[Mapping[str, Any]], expect: Expect) -> None:
    """Each rule leads hosts to the gateway's pods or, one, to its machine; all are led, and no further one."""
    led: list[tuple[str, str]] = []
    for rule in (one for one in rules if not one["IsDefault"]):
        (condition,) = rule["Conditions"]
        expect.same(f"what rule {rule['Priority']} compares", "host-header", condition["Field"])
        to = [str(action.get("TargetGroupArn")).rpartition(":")[2] for action in rule["Actions"]]
        named = condition.get("HostHeaderConfig", {}).get("Values") or condition.get("Values", [])
        led += [(host, _called(one)) for host in named for one in to]
    props, site = _props(sight), sight.platform.site
    wanted = [(host, names.target_group(site)) for host in props.hosts]
    tools = host_specs(sight.platform)
    wanted += [(hosts.host(sight.platform.domain, tool), hosts.machine(site, tool)) for tool in tools]
    expect.same("the hosts it knows, and where each leads", sorted(wanted), sorted(led))


def _called(end: str) -> str:
    """The name of a target group, of the end of its ARN: `targetgroup/<name>/<id>`."""
    return end.split("/")[1] if end.count("/") == 2 else end


def targets(sight: Sight, expect: Expect) -> None:
    """The target group has the name that the cluster reads, asks the gateway's pods, and lets them go in time."""
    said: Any = {"Names": [names.target_group(sight.platform.site)]}
    (found,) = sight.aws.call("elbv2", "describe_target_groups", **said)["TargetGroups"]
    wanted: Mapping[str, Any] = {
        "TargetType": "ip", "Protocol": "HTTP", "ProtocolVersion": "HTTP1", "Port": names.GATEWAY_PORT,
        "HealthCheckPort": str(names.STATUS_PORT), "HealthCheckPath": names.HEALTH_PATH,
        "HealthCheckIntervalSeconds": HEALTH_CHECK.interval_seconds,
        "HealthCheckTimeoutSeconds": HEALTH_CHECK.timeout_seconds,
        "HealthyThresholdCount": HEALTH_CHECK.healthy_count, "UnhealthyThresholdCount": HEALTH_CHECK.unhealthy_count,
        "Matcher": {"HttpCode": HEALTH_CHECK.codes},
    }  # fmt: skip
    for key, value in wanted.items():
        expect.same(key, value, found.get(key))
    told: Any = {"TargetGroupArn": found["TargetGroupArn"]}
    attributes = _pairs(sight.aws.call("elbv2", "describe_target_group_attributes", **told)["Attributes"])
    for key, value in target_attributes().items():
        expect.same(key, value, attributes.get(key))


def pods_group(sight: Sight, expect: Expect) -> None:
    """The cluster's own security group, which the pods wear, lets the load balancer reach the gateway, and no more."""
    cluster = sight.aws.call("eks", "describe_cluster", name=sight.platform.site.cluster)["cluster"]
    own = cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    (group,) = sight.aws.call("ec2", "describe_security_groups", GroupIds=[own])["SecurityGroups"]
    from_balancer = _doors(_only(sight)["SecurityGroups"], {names.GATEWAY_PORT, names.STATUS_PORT})
    found = _opened(group["IpPermissions"])
    expect.same("what the load balancer reaches", from_balancer, [one for one in found if one in from_balancer])
    strange = [one for one in found if one not in from_balancer and one[1] != own]
    expect.that(not strange, f"pods let in others besides: {strange}")
