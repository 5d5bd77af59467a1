"""What the emitted objects allow, read from the objects alone: the other side of every comparison with the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from x2bee_constructs import Platform
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.database.names import data_namespace
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.mesh.manifests import outside_host_objects
from x2bee_constructs.network.addresses import data_cidrs
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.mesh import outside_props
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.schedules import event_callers
from x2bee_constructs.platform.tools import tool_hosts
from x2bee_constructs.workload.access import statements
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.names import namespace

Manifest = dict[str, Any]

GATEWAY = "istio-ingressgateway"
_GATEWAY_LABELS = {"istio": "ingressgateway"}
_HOME = "kubernetes.io/metadata.name"
_AWS = {"sqs": "SQS", "sns": "SNS", "sts": "SNS", "s3": "S3", "ssm": "Parameter Store"}
_AWS |= {"secretsmanager": "Secrets Manager"}
_ACTIONS = {
    "sqs:SendMessage": ("SQS", "write"),
    "sqs:ReceiveMessage": ("SQS", "read"),
    "sns:Publish": ("SNS", "write"),
    "s3:GetObject": ("S3", "read"),
    "s3:PutObject": ("S3", "write"),
    "s3:DeleteObject": ("S3", "write"),
    "ssm:GetParameter": ("Parameter Store", "read"),
    "secretsmanager:GetSecretValue": ("Secrets Manager", "read"),
}


class Rule(NamedTuple):
    """One sentence of one object: which layer lets whom reach what, and by which name."""

    layer: str
    source: str
    target: str
    name: str = ""


class UnexplainedError(Exception):
    """A rule that is neither an edge nor what every pod has."""


def emitted(platform: Platform) -> list[Manifest]:
    """The objects of all services, of the hosts outside and of the way in, as they are written."""
    home = namespace(platform.site)
    made = [
        o
        for name in platform.enabled_services
        for o in msa_objects(name, home, deployment_props(platform, name)).values()
    ]
    if outside := outside_props(platform):
        made += outside_host_objects(home, outside).values()
    if ingress := ingress_props(platform):
        made += ingress_objects(platform.site, ingress).values()
    return [one.to_manifest() for one in made]


def identity_rules(platform: Platform) -> set[Rule]:
    """What the roles of the services may do."""
    found = {
        service: statements(access, platform.site, platform.account, platform.region)
        for service, access in identities(platform).items()
    }
    return {Rule("role", service, *_ACTIONS[a]) for service, made in found.items() for a in _actions(made)}


def _actions(made: Iterable[Statement]) -> Iterator[str]:
    return (action for statement in made for action in statement.actions if action in _ACTIONS)


class Reader:
    """The rules of all objects."""

    def __init__(self, manifests: list[Manifest], platform: Platform) -> None:
        self.manifests, self.databases = manifests, data_namespace(platform.site)
        self.data = set(data_cidrs(network_props(platform)))
        self.ports = {port_of(name, found): name for name, found in platform.used_databases.items() if found.in_aws}
        self.ports[platform.sessions.port] = "Redis"
        self.pods = [
            (m["metadata"]["namespace"], m["spec"]["template"]["metadata"]["labels"], m["metadata"]["name"])
            for m in self.kind("Deployment")
        ]
        self.pods.append(("istio-system", _GATEWAY_LABELS, GATEWAY))
        accounts = {
            m["metadata"]["name"]: m["spec"]["template"]["spec"]["serviceAccountName"] for m in self.kind("Deployment")
        }
        self.accounts = {account: pod for pod, account in accounts.items()} | {GATEWAY: GATEWAY}
        self.tools = tool_hosts(platform)
        self.jobs = [(job, name) for name in platform.enabled_services for job in event_callers(platform, name)]
        self.accounts |= {job: job for job, _ in self.jobs}
        self.agents = [
            (name, cidr)
            for name, service in platform.enabled_services.items()
            for reach in deployment_props(platform, name).egress
            if reach not in service.egress
            for cidr in reach.cidrs
            if cidr not in self.data
        ]

    @property
    def undrawn(self) -> set[Rule]:
        """What the graph leaves out, and the objects have.

        Offices' tools behind the gateway, Jobs that keep events, and where an APM's agents send.
        """
        tools = {Rule(layer, GATEWAY, tool.service) for tool in self.tools for layer in ("egress", "route")}
        layers = ("ingress", "principal") if self.kind("AuthorizationPolicy") else ("ingress",)
        sent = ("egress", "sidecar") if self.kind("Sidecar") else ("egress",)
        agents = {Rule(layer, *pair) for pair in self.agents for layer in sent}
        return tools | agents | {Rule(layer, *pair) for pair in self.jobs for layer in layers}

    def kind(self, kind: str) -> list[Manifest]:
        return [m for m in self.manifests if m["kind"] == kind]

    def rules(self) -> Counter[Rule]:
        """Every rule, and how often it stands."""
        found: list[Rule] = []
        for policy in self.kind("NetworkPolicy"):
            (me,) = self.selected(policy["metadata"]["namespace"], policy["spec"]["podSelector"])
            home = policy["metadata"]["namespace"]
            for rule in policy["spec"].get("ingress", []):
                found += self.ingress(home, me, rule)
            for rule in policy["spec"].get("egress", []):
                found += self.egress(home, me, rule)
        for policy in self.kind("AuthorizationPolicy"):
            found += self.principals(policy)
        for sidecar in self.kind("Sidecar"):
            found += self.hosts(sidecar)
        found += set(self.routes())
        return Counter(found)

    def selected(self, home: str, selector: Manifest) -> list[str]:
        wanted = selector["matchLabels"].items()
        return [name for where, labels, name in self.pods if where == home and wanted <= labels.items()]

    def ingress(self, home: str, me: str, rule: Manifest) -> Iterator[Rule]:
        ports = [port["port"] for port in rule["ports"]]
        for peer in rule["from"]:
            if "ipBlock" in peer:
                assert (me, ports) == (GATEWAY, [8080, 15021])
                yield Rule("ingress", "balancer", me, peer["ipBlock"]["cidr"])
            elif self.where(peer, home) == "monitoring":
                assert ports in ([15020], ["http"]), "metrics and nothing else"
            else:
                assert ports == ["http"]
                yield from (Rule("ingress", pod, me) for pod in self.peers(peer, home))

    def egress(self, home: str, me: str, rule: Manifest) -> Iterator[Rule]:
        ports = [port["port"] for port in rule["ports"]]
        for peer in rule["to"]:
            if "ipBlock" in peer:
                yield from self.addresses(me, peer["ipBlock"]["cidr"], ports)
            elif self.where(peer, home) == "kube-system":
                assert set(ports) == {53}
            elif tools := [t for t in self.tools if self.leads_to(peer, home, t.namespace, t.pods)]:
                assert ports == [tools[0].pod_port]
                yield Rule("egress", me, tools[0].service)
            elif self.where(peer, home) == self.databases:
                assert ports == [5432]
                yield Rule("egress", me, peer["podSelector"]["matchLabels"]["cnpg.io/cluster"])
            elif self.where(peer, home) == "istio-system":
                assert set(ports) <= {15012, 4317, 4318}
            else:
                assert ports == ["http"]
                yield from (Rule("egress", me, pod) for pod in self.peers(peer, home))

    def addresses(self, me: str, cidr: str, ports: list[int]) -> Iterator[Rule]:
        if (cidr, ports) in (("0.0.0.0/0", [443]), ("169.254.170.23/32", [80])):
            yield Rule("egress", me, f"{cidr} {ports[0]}")
            return
        for port in ports:
            yield Rule("egress", me, self.ports[port], cidr) if cidr in self.data else Rule("egress", me, cidr)

    def leads_to(self, peer: Manifest, home: str, where: str, pods: Mapping[str, str]) -> bool:
        return self.where(peer, home) == where and peer.get("podSelector", {}).get("matchLabels") == dict(pods)

    def where(self, peer: Manifest, home: str) -> str:
        return peer["namespaceSelector"]["matchLabels"][_HOME] if "namespaceSelector" in peer else home

    def peers(self, peer: Manifest, home: str) -> list[str]:
        found = self.selected(self.where(peer, home), peer["podSelector"])
        found += [
            job for job, _ in self.jobs if job == peer["podSelector"]["matchLabels"].get("app.kubernetes.io/name")
        ]
        if len(found) != 1:
            raise UnexplainedError(peer)
        return found

    def principals(self, policy: Manifest) -> Iterator[Rule]:
        (me,) = self.selected(policy["metadata"]["namespace"], policy["spec"]["selector"])
        if me == GATEWAY:  # offices and tokens: whom the gateway refuses beside what no route leads to
            return
        for rule in policy["spec"].get("rules", []):
            for source in rule["from"]:
                for principal in source["source"]["principals"]:
                    yield Rule("principal", self.accounts[principal.rpartition("/sa/")[2]], me)

    def hosts(self, sidecar: Manifest) -> Iterator[Rule]:
        home = sidecar["metadata"]["namespace"]
        (me,) = self.selected(home, {"matchLabels": sidecar["spec"]["workloadSelector"]["labels"]})
        for egress in sidecar["spec"]["egress"]:
            for text in egress["hosts"]:
                where, _, host = text.partition("/")
                if where == "istio-system":
                    assert host == "istio-tracing.istio-system.svc.cluster.local"
                elif where == self.databases:
                    yield Rule("sidecar", me, host.split(".")[0].removesuffix("-rw").removesuffix("-ro"), host)
                elif where == "kube-system":
                    assert host == "kube-dns.kube-system.svc.cluster.local"
                elif host.endswith(f".{home}.svc.cluster.local"):
                    yield self.service(me, home, host.split(".")[0])
                else:
                    yield from self.outside(me, host)

    def service(self, me: str, home: str, name: str) -> Rule:
        (found,) = [m for m in self.kind("Service") if m["metadata"]["name"] == name]
        (pod,) = self.selected(home, {"matchLabels": found["spec"]["selector"]})
        return Rule("sidecar", me, pod, name)

    def outside(self, me: str, host: str) -> Iterator[Rule]:
        entries = [m["spec"] for m in self.kind("ServiceEntry") if host in m["spec"]["hosts"]]
        if len(entries) != 1:
            raise UnexplainedError(host)
        if cidrs := entries[0].get("addresses"):
            for port in (port["number"] for port in entries[0]["ports"]):
                known = cidrs[0] in self.data
                yield Rule("sidecar", me, self.ports[port], cidrs[0]) if known else Rule("sidecar", me, cidrs[0])
        elif host.endswith(".amazonaws.com"):
            what = host.split(".")[-4]
            yield Rule("sidecar", me, _AWS[what], "" if what == "s3" else what)
        else:
            yield Rule("sidecar", me, host)

    def routes(self) -> Iterator[Rule]:
        for service in self.kind("VirtualService"):
            if service["metadata"]["namespace"] == "istio-system":
                for way in (way for http in service["spec"]["http"] for way in http.get("route", [])):
                    yield Rule("route", GATEWAY, way["destination"]["host"].split(".")[0])
