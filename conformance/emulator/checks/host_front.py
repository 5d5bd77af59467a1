"""The way to GitLab and Nexus: target groups, and who is let in by the web ACL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.ingress.names import machine_addresses, web_acl
from x2bee_constructs.platform.machines import host_specs

__all__ = ["front", "let_in"]

_ASKED: Mapping[HostTool, str] = {"gitlab": "/-/readiness", "nexus": "/service/rest/v1/status/writable"}
"""Where each tool says whether it is well: to its machine alone, and whether it takes what is pushed."""


def front(sight: Sight, expect: Expect) -> None:
    """Each tool has a target group of machines, asked where the tool says whether it is well."""
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    for tool in host_specs(sight.platform):
        said: Any = {"Names": [names.machine(sight.platform.site, tool)]}
        (found,) = sight.aws.call("elbv2", "describe_target_groups", **said)["TargetGroups"]
        wanted = {
            "TargetType": "instance", "Protocol": "HTTP", "ProtocolVersion": "HTTP1", "Port": names.PORTS[tool],
            "VpcId": vpc.physical_id, "HealthCheckPath": _ASKED[tool], "HealthCheckPort": "traffic-port",
            "HealthCheckProtocol": "HTTP", "Matcher": {"HttpCode": "200"},
        }  # fmt: skip
        for key, value in wanted.items():
            expect.same(f"{tool}: {key}", value, found.get(key))
        told: Any = {"TargetGroupArn": found["TargetGroupArn"]}
        listed = sight.aws.call("elbv2", "describe_target_group_attributes", **told)["Attributes"]
        values = {one["Key"]: one["Value"] for one in listed}
        expect.same(f"{tool}: seconds to let go", "60", values.get("deregistration_delay.timeout_seconds"))


def let_in(sight: Sight, expect: Expect) -> None:
    """Each tool answers offices, this VPC's NAT gateways and its clients; the first rule about it refuses the rest."""
    listed = sight.aws.call("wafv2", "list_web_acls", Scope="REGIONAL")["WebACLs"]
    (known,) = [one for one in listed if one["Name"] == web_acl(sight.platform.site)]
    said: Any = {"Scope": "REGIONAL", "Name": known["Name"], "Id": known["Id"]}
    rules = {one["Name"]: one for one in sight.aws.call("wafv2", "get_web_acl", **said)["WebACL"]["Rules"]}
    sets = {one["Name"]: one for one in sight.aws.call("wafv2", "list_ip_sets", Scope="REGIONAL")["IPSets"]}
    for tool, spec in host_specs(sight.platform).items():
        rule = rules.get(f"machine-{tool}")
        if not expect.that(rule is not None, f"no rule of the web ACL is about {tool}"):
            continue
        host = names.host(sight.platform.domain, tool)
        named = sets.get(machine_addresses(sight.platform.site, host), {"ARN": "", "Id": ""})
        expect.same(f"{tool}: whom its rule refuses", (True, _refused(host, named["ARN"])), _said(rule or {}))
        if named["Id"]:
            _addresses(sight, tool, named, spec.clients, expect)


def _addresses(sight: Sight, tool: HostTool, named: Mapping[str, str], clients: Sequence[str], expect: Expect) -> None:
    told: Any = {"Scope": "REGIONAL", "Name": named["Name"], "Id": named["Id"]}
    found = sight.aws.call("wafv2", "get_ip_set", **told)["IPSet"]["Addresses"]
    made = {one.physical_id for one in sight.deployed.of("AWS::EC2::EIP")}
    addresses = sight.aws.call("ec2", "describe_addresses")["Addresses"]
    egress = [f"{one['PublicIp']}/32" for one in addresses if one["PublicIp"] in made]
    expect.that(bool(egress), "nobody knows under which addresses the cluster asks")
    ingress = sight.platform.ingress
    assert ingress, "a host stands behind a load balancer, and the platform has no way in"
    expect.same(f"{tool}: who is let in", sorted({*ingress.office_cidrs, *clients, *egress}), sorted(found))


def _refused(host: str, addresses: str) -> Mapping[str, Any]:
    """A request for the host, also with a port, from none of the addresses."""
    return {"hosts": {("EXACTLY", host), ("STARTS_WITH", f"{host}:")}, "but": [addresses]}


def _said(rule: Mapping[str, Any]) -> tuple[bool, Mapping[str, Any]]:
    """Whether it blocks, which hosts it is about, and from where it lets them be asked."""
    both = rule["Statement"].get("AndStatement", {}).get("Statements", [])
    compared = [one["ByteMatchStatement"] for said in both for one in said.get("OrStatement", {}).get("Statements", [])]
    hosts = {(one["PositionalConstraint"], one["SearchString"].decode()) for one in compared}
    inside = [said["NotStatement"]["Statement"] for said in both if "NotStatement" in said]
    addresses = [one["IPSetReferenceStatement"]["ARN"] for one in inside if "IPSetReferenceStatement" in one]
    return "Block" in rule.get("Action", {}), {"hosts": hosts, "but": addresses}
