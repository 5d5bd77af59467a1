"""The secrets of the tools: which there are, and how they come into the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.jenkins_props import CredentialKind
from x2bee_constructs.toolchain.props import ToolchainProps

__all__ = [
    "JENKINS_ADMIN",
    "JENKINS_GITLAB",
    "JENKINS_OIDC",
    "SONARQUBE_PASSCODE",
    "SONARQUBE_SETUP",
    "sources",
]

JENKINS_ADMIN = "jenkins-admin"
"""The Secret with the administrator's name and password."""

JENKINS_OIDC = "jenkins-oidc"
"""The Secret with which Jenkins says who it is at the identity provider."""

JENKINS_GITLAB = "jenkins-gitlab"
"""The Secret with Jenkins' token at GitLab."""

SONARQUBE_PASSCODE = "sonarqube-passcode"
"""The Secret with the passcode of SonarQube's probes and metrics."""

SONARQUBE_SETUP = "sonarqube-setup"
"""The Secret with what the job that sets SonarQube up must know, as variables."""

_PARTS: Mapping[CredentialKind, tuple[str, ...]] = {
    "secret-text": ("text",),
    "username-password": ("password", "username"),
}
_TYPES: Mapping[CredentialKind, str] = {"secret-text": "secretText", "username-password": "usernamePassword"}
"""As the plugin kubernetes-credentials-provider calls them."""


def sources(site: Site, props: ToolchainProps) -> tuple[Source, ...]:
    """Every secret that is needed, in the order of their names."""
    found = (*_jenkins(site, props), *_runners(site, props), *_sonarqube(site, props))
    return tuple(sorted(found, key=lambda one: (one.name, one.namespace)))


def _jenkins(site: Site, props: ToolchainProps) -> Iterator[Source]:
    spec, home = props.jenkins, names.JENKINS
    if not spec:
        return
    both: dict[str, str | None] = {"jenkins-admin-password": "password", "jenkins-admin-user": "username"}
    admin = names.secret(site, home, "admin")
    yield Source(admin, JENKINS_ADMIN, home, both, "password", "Jenkins' administrator")
    if spec.sso:
        client: dict[str, str | None] = {"client-secret": "client-secret"}
        yield Source(names.secret(site, home, "oidc"), JENKINS_OIDC, home, client, None, "Jenkins at the login")
    if spec.gitlab:
        token: dict[str, str | None] = {"token": "token"}
        yield Source(names.secret(site, home, "gitlab"), JENKINS_GITLAB, home, token, None, "Jenkins at GitLab")
    for name, kind in props.credentials.items():
        # By the label the plugin knows it, and pipelines by the name of the Secret.
        labels = {"jenkins.io/credentials-type": _TYPES[kind]}
        parts: dict[str, str | None] = {part: part for part in _PARTS[kind]}
        who = f"pipelines of Jenkins as {name}"
        yield Source(names.credential_secret(site, name), name, home, parts, None, who, labels)


def _runners(site: Site, props: ToolchainProps) -> Iterator[Source]:
    if not props.runners:
        return
    for what, into in names.RUNNER_SECRETS.items():
        token: dict[str, str | None] = {"runner-token": "token"}
        name = names.secret(site, names.RUNNERS, what)
        who = "GitLab's runners; the platform's own GitLab puts it in, where that makes them"
        yield Source(name, into, names.RUNNERS, token, None, who)


def _sonarqube(site: Site, props: ToolchainProps) -> Iterator[Source]:
    spec, home = props.sonarqube, names.SONARQUBE
    if not spec:
        return
    code: dict[str, str | None] = {"passcode": "passcode"}
    yield Source(names.secret(site, home, "passcode"), SONARQUBE_PASSCODE, home, code, "passcode", "SonarQube's probes")
    admin: dict[str, str | None] = {"ADMIN_PASSWORD": "password"}
    who = "SonarQube's administrator"
    yield Source(names.secret(site, home, "admin"), SONARQUBE_SETUP, home, admin, "password", who, special=True)
    if spec.saml:
        shown: dict[str, str | None] = {"SAML_CERTIFICATE": "certificate"}
        yield Source(names.secret(site, home, "saml"), SONARQUBE_SETUP, home, shown, None, "SonarQube at the login")
    if props.jenkins:
        name = names.secret(site, home, "webhook")
        mine: dict[str, str | None] = {"WEBHOOK_SECRET": "secret"}
        yield Source(name, SONARQUBE_SETUP, home, mine, "secret", "SonarQube and Jenkins")
        labels = {"jenkins.io/credentials-type": _TYPES["secret-text"]}
        theirs: dict[str, str | None] = {"text": "secret"}
        yield Source(name, names.SONAR_WEBHOOK, names.JENKINS, theirs, "secret", "SonarQube and Jenkins", labels)
