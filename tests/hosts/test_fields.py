"""No field is dead: each changes what a platform makes of the tools on hosts, or what their hosts make."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from aws_cdk.assertions import Template
from pydantic import BaseModel

from tests.fields import Said, each, with_fields
from tests.hosts.made import GITLAB, NEXUS, SITE, made
from x2bee_constructs import Platform
from x2bee_constructs.hosts.gitlab_rb import gitlab_rb
from x2bee_constructs.hosts.props import (
    GitlabHostProps,
    GitlabOidc,
    GitlabRunner,
    GitlabSpec,
    HostDatabase,
    HostProps,
    NexusHostProps,
    NexusLdap,
    NexusProxy,
    NexusSpec,
)
from x2bee_constructs.hosts.state import gitlab_state, nexus_state
from x2bee_constructs.platform.hosts import gitlab_props, nexus_props
from x2bee_constructs.platform.machines import machine_hosts

BASE: dict[str, Any] = {
    "customer": "beta",
    "environment": "prd",
    "domain": "beta-shop.co.kr",
    "account": "012345678901",
    "region": "ap-northeast-2",
    "ingress": {"zone": {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}},
}
OIDC = {"issuer": "https://login.beta-shop.co.kr", "client_id": "gitlab"}
LDAP = {"host": "ldap.beta-shop.co.kr", "base_dn": "dc=beta", "bind_dn": "cn=nexus"}
PROXY = {"format": "maven2", "url": "https://maven.example.com/"}
TOOLS: dict[str, Any] = {
    "gitlab": {"sso": OIDC, "database": {}},
    "nexus": {"eula": "accepted", "sso": LDAP, "proxies": {"outside": PROXY}},
}
MACHINE: dict[str, Any] = {
    "clients": ["198.51.100.7/32"],
    "database": {"storage_gib": 60},
    "kept_days": 60,
    "volume_gib": 200,
}
SAID: Said = {
    (HostDatabase, ("gitlab", "database")): {
        "backup_days": 30,
        "instance": "db.m7g.xlarge",
        "standby": False,
        "storage_gib": 60,
    },
    (GitlabSpec, ("gitlab",)): {**MACHINE, "machine": "m7g.2xlarge", "projects": ["platform/docs"], "sso": None},
    (GitlabOidc, ("gitlab", "sso")): {
        "approve": False,
        "client_id": "git",
        "issuer": "https://other.beta-shop.co.kr",
        "label": "SSO",
    },
    (NexusSpec, ("nexus",)): {
        **MACHINE,
        "machine": "m7i.xlarge",
        "proxies": {},
        "sso": None,
        "unused_days": 90,
    },
    (NexusLdap, ("nexus", "sso")): {
        "administrators": "platform",
        "base_dn": "dc=other",
        "bind_dn": "cn=other",
        "groups": "ou=teams",
        "host": "other.beta-shop.co.kr",
        "port": 3269,
        "readers": "shop",
        "users": "ou=staff",
    },
    (NexusProxy, ("nexus", "proxies", "outside")): {"format": "npm", "url": "https://other.example.com/"},
}
"""Another value of each field of a customer's file, by model and where it stands."""

HOST: dict[str, Any] = {
    "account": "111122223334",
    "host": "git.acme-shop.co.kr",
    "log_days": 731,
    "priority": 41_000,
    "region": "ap-northeast-1",
    "runbooks": "https://wiki.acme-shop.co.kr",
}
RUNNER: dict[str, Any] = {"secret": "x2bee/acme/prd/gitlab-runners/jobs", "description": "jobs", "group": "acme"}
PROPS: dict[type[HostProps], dict[str, Any]] = {
    GitlabHostProps: {
        **HOST,
        "balancer_cidrs": ["10.20.96.0/24"],
        "branch": "trunk",
        "built": [],
        "projects": [],
        "runners": [RUNNER],
        "spec": {"volume_gib": 200},
    },
    NexusHostProps: {**HOST, "open_images": True, "spec": {"eula": "accepted", "volume_gib": 200}},
}
"""Another value of each field of a construct's props."""

STATEMENTS: dict[type[BaseModel], set[str]] = {NexusSpec: {"eula"}}
"""Fields with one value: whoever does not write it is refused."""


def platform(way: tuple[str, ...] = (), **said: Any) -> Platform:
    return Platform.model_validate({**BASE, "toolchain": with_fields(TOOLS, way, said)})


def told(platform: Platform) -> tuple[object, ...]:
    """What the way in is told, and the machines."""
    gitlab, nexus, site = gitlab_props(platform), nexus_props(platform), platform.site
    assert gitlab
    assert nexus
    states = gitlab_state(site, gitlab), nexus_state(site, nexus)
    return machine_hosts(platform), *states, gitlab_rb(site, gitlab, "database")


def template(props: HostProps) -> dict[str, Any]:
    said = props.model_dump()
    _, stack = made(gitlab=said) if isinstance(props, GitlabHostProps) else made(nexus=said)
    return Template.from_stack(stack).to_json()


@cache
def usual(tool: str) -> dict[str, Any]:
    return template(hosts(platform())[tool])


def hosts(platform: Platform) -> dict[str, HostProps]:
    gitlab, nexus = gitlab_props(platform), nexus_props(platform)
    assert gitlab
    assert nexus
    return {"gitlab": gitlab, "nexus": nexus}


@pytest.mark.parametrize(("way", "field", "value"), each(SAID))
def test_each_field_of_a_file_changes_something(way: tuple[str, ...], field: str, value: Any) -> None:
    other = platform(way, **{field: value})
    # What is made of them takes longer than what they are told.
    assert told(other) != told(platform()) or template(hosts(other)[way[0]]) != usual(way[0])


@cache
def least(model: type[HostProps]) -> dict[str, Any]:
    return template(model.model_validate(GITLAB if model is GitlabHostProps else NEXUS))


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [(model, field, value) for model, said in PROPS.items() for field, value in said.items()],
)
def test_each_field_of_a_construct_changes_what_it_makes(model: type[HostProps], field: str, value: Any) -> None:
    said = GITLAB if model is GitlabHostProps else NEXUS
    assert template(model.model_validate({**said, field: value})) != least(model)


RUNNERS: dict[str, Any] = {
    "description": "other",
    "group": "acme/shop",
    "protected": True,
    "secret": "x2bee/acme/prd/gitlab-runners/publish",
    "tags": ["x2bee-builder"],
}


@pytest.mark.parametrize(("field", "value"), RUNNERS.items())
def test_each_field_of_a_runner_changes_its_state(field: str, value: Any) -> None:
    def state(**said: Any) -> dict[str, Any]:
        runners = [GitlabRunner.model_validate({**RUNNER, **said})]
        return gitlab_state(SITE, GitlabHostProps.model_validate({**GITLAB, "runners": runners}))

    assert state(**{field: value}) != state()
    assert sorted(GitlabRunner.model_fields) == sorted(RUNNERS)


@pytest.mark.parametrize("model", [*(model for model, _ in SAID), *PROPS])
def test_no_field_is_left_out(model: type[BaseModel]) -> None:
    said = {**{one: fields for (one, _), fields in SAID.items()}, **PROPS}[model]
    assert sorted(model.model_fields) == sorted({*said, *STATEMENTS.get(model, ())})
