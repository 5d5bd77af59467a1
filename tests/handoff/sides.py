"""Two sides made of a few lines each: a cloud assembly and a folder of YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from x2bee_constructs import Site
from x2bee_constructs.handoff.check import Gap, Handoff, check_handoff

ACME = Site("acme", "prd")
TAGS = {"x2bee:customer": "acme", "x2bee:environment": "prd"}
STACK = "x2bee-acme-prd-test"


class Sides:
    """`stack` and `file` write; `check` reads what was written."""

    def __init__(self, folder: Path) -> None:
        self.templates, self.manifests = folder / "cdk.out", folder / "dist"
        self.templates.mkdir()
        self.manifests.mkdir()
        self.artifacts: dict[str, Any] = {}
        self.file("given.yaml", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "acme-app"}})

    def stack(
        self, resources: dict[str, Any], name: str = STACK, tags: dict[str, str] | None = None, **more: Any
    ) -> None:
        file = f"{name}.template.json"
        (self.templates / file).write_text(json.dumps({"Resources": resources, **more}, indent=1))
        paths = {f"/{name}/Of/{key}/Resource": [{"type": "aws:cdk:logicalId", "data": key}] for key in resources}
        (self.templates / f"{name}.metadata.json").write_text(json.dumps(paths))
        self.artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111122223333/ap-northeast-2",
            "properties": {"templateFile": file, "tags": TAGS if tags is None else tags},
            "additionalMetadataFile": f"{name}.metadata.json",
        }
        (self.templates / "manifest.json").write_text(json.dumps({"artifacts": self.artifacts}))

    def file(self, name: str, *objects: dict[str, Any]) -> None:
        path = self.manifests / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump_all(objects, sort_keys=False, width=1000))

    def check(self, site: Site | None = None) -> Handoff:
        return check_handoff(self.templates, self.manifests, site)

    def gaps(self) -> list[tuple[str, str]]:
        return [(gap.code, gap.name) for gap in self.check().gaps]

    def gap(self) -> Gap:
        (gap,) = self.check().gaps
        return gap


def resource(kind: str, metadata: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties, **({"Metadata": metadata} if metadata else {})}


def config(**data: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "namespace": "acme-app"}, "data": data}


def made(kind: str, spec: dict[str, Any], group: str = "apps", name: str = "x", **metadata: Any) -> dict[str, Any]:
    home = {"name": name, "namespace": "acme-app", **metadata}
    return {"apiVersion": f"{group}/v1", "kind": kind, "metadata": home, "spec": spec}


def deployment(account: str = "x", **pod: Any) -> dict[str, Any]:
    template = {"metadata": {"labels": {"app": "x"}}, "spec": {"serviceAccountName": account, **pod}}
    return made("Deployment", {"template": template})


def application(chart: str, values: Any, namespace: str = "kube-system", **source: Any) -> dict[str, Any]:
    helm = {"values": values} if isinstance(values, str) else {"valuesObject": values}
    spec = {"source": {"chart": chart, "helm": {**helm, **source}}, "destination": {"namespace": namespace}}
    return made("Application", spec, "argoproj.io", chart)


def agent_policy() -> dict[str, Any]:
    peer = {"ipBlock": {"cidr": "169.254.170.23/32"}}
    return made("NetworkPolicy", {"podSelector": {"matchLabels": {"app": "x"}}, "egress": [{"to": [peer]}]})


def service_account(name: str, namespace: str = "acme-app") -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": namespace}}


def association(account: str, namespace: str = "acme-app") -> dict[str, Any]:
    return resource("EKS::PodIdentityAssociation", Namespace=namespace, ServiceAccount=account, ClusterName="elsewhere")
