"""Jenkins' configuration as code: one document for each part, as the plugin reads it.

`${…}` is a secret that the chart mounts as a file (`<Secret>-<key>`), or the administrator's that the chart itself
names. The chart expands `{{` in them, so none of them may hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.jenkins_props import JenkinsGitlab, JenkinsSpec, OpenIdConnect, Role
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.secrets import JENKINS_GITLAB, JENKINS_OIDC

__all__ = ["ADMINISTRATORS", "config_scripts"]

ADMINISTRATORS = "x2bee-administrators"
"""The group of the administrator who gets in when the identity provider is away."""

_ADMIN = ("${chart-admin-username}", "${chart-admin-password}")

_GITLAB = "gitlab"
"""The name of the GitLab, and of the credential for it, inside Jenkins."""

_LOOKS = ("Job/Read", "Overall/Read", "View/Read")
_BUILDS = ("Job/Build", "Job/Cancel", "Job/Read", "Overall/Read", "View/Read")
_PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    "administrator": ("Overall/Administer",),
    "builder": _BUILDS,  # not to replay: whoever may change a pipeline before it runs has its credentials
    "reader": _LOOKS,
}


def config_scripts(props: ToolchainProps, spec: JenkinsSpec) -> dict[str, str]:
    """The documents, by the names that the chart gives their files."""
    return {name: yaml_text(document) for name, document in _documents(props, spec) if document}


def _documents(props: ToolchainProps, spec: JenkinsSpec) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "security", {"jenkins": {"securityRealm": _realm(spec), "authorizationStrategy": _authorization(spec)}}
    if spec.gitlab:
        yield "gitlab", _gitlab(props, spec.gitlab)
        yield "jobs", {"jobs": [{"script": _folder(group, spec.gitlab.branches)} for group in spec.gitlab.groups]}
    if spec.libraries:
        yield "libraries", {"unclassified": {"globalLibraries": {"libraries": list(_libraries(spec))}}}
    if props.sonarqube:
        yield "sonarqube", {"unclassified": {"sonarGlobalConfiguration": _sonarqube()}}


def _realm(spec: JenkinsSpec) -> dict[str, Any]:
    user, password = _ADMIN
    if not spec.sso:
        who = {"id": user, "name": "Administrator", "password": password}
        return {"local": {"allowsSignup": False, "users": [who]}}
    return {"oic": _provider(spec.sso, user, password)}


def _provider(sso: OpenIdConnect, user: str, password: str) -> dict[str, Any]:
    """The administrator's own login beside it: who mends the provider's configuration must get in without it."""
    known = {
        "wellKnownOpenIDConfigurationUrl": f"{sso.issuer}/.well-known/openid-configuration",
        "scopesOverride": " ".join(sso.scopes),
    }
    return {
        "serverConfiguration": {"wellKnown": known},
        "clientId": sso.client_id,
        "clientSecret": f"${{{JENKINS_OIDC}-client-secret}}",
        "userNameField": sso.user_claim,
        "fullNameFieldName": "name",
        "emailFieldName": "email",
        "groupsFieldName": sso.groups_claim,
        "logoutFromOpenidProvider": True,
        "properties": [
            "pkce",
            {"escapeHatch": {"username": user, "secret": password, "group": ADMINISTRATORS}},
        ],
    }


def _authorization(spec: JenkinsSpec) -> dict[str, Any]:
    """Whoever is not named may nothing. What is not in a role, such as making a job by hand, is the administrator's."""
    whole = list(_PERMISSIONS["administrator"])
    if not spec.sso:
        return {"globalMatrix": {"entries": [{"user": {"name": _ADMIN[0], "permissions": whole}}]}}
    groups = {group: _PERMISSIONS[role] for group, role in sorted(spec.sso.groups.items())}
    groups[ADMINISTRATORS] = _PERMISSIONS["administrator"]
    entries = [{"group": {"name": group, "permissions": list(said)}} for group, said in groups.items()]
    return {"globalMatrix": {"entries": entries}}


def _gitlab(props: ToolchainProps, spec: JenkinsGitlab) -> dict[str, Any]:
    """Hooks come to the public address; system hooks would need an administrator of GitLab."""
    token = {"scope": "SYSTEM", "id": _GITLAB, "token": f"${{{JENKINS_GITLAB}-token}}"}
    server = {
        "name": _GITLAB,
        "serverUrl": spec.url,
        "credentialsId": _GITLAB,
        "manageWebHooks": True,
        "manageSystemHooks": False,
        "hooksRootUrl": f"https://{names.host(props.domain, names.JENKINS)}/",
    }
    return {
        "credentials": {"system": {"domainCredentials": [{"credentials": [{"gitlabPersonalAccessToken": token}]}]}},
        "unclassified": {"gitLabServers": {"servers": [server]}},
    }


def _folder(group: str, branches: Sequence[str]) -> str:
    """A folder for a group, with a job for each branch and merge request of each project: a script of Job DSL.

    A merge request is called `MR-…`, so that a filter by the names of branches lets none through.

    Looked through every ten minutes as well: hooks come in only where GitLab's address is an office's.
    """
    lines = (
        f"organizationFolder('{group.replace('/', '-')}') {{",
        f"  displayName('{group}')",
        "  organizations {",
        "    gitLabSCMNavigator {",
        f"      projectOwner('{group}')",
        f"      serverName('{_GITLAB}')",
        f"      credentialsId('{names.DELIVERY_LOGIN}')",
        "      traits {",
        "        subGroupProjectDiscoveryTrait()",
        "        gitLabBranchDiscovery { strategyId(1) }",  # but those that are merge requests, too
        "        originMergeRequestDiscoveryTrait { strategyId(1) }",  # merged with the branch that they go to
        *([f"        headWildcardFilter {{ includes('{' '.join(branches)}') excludes('') }}"] if branches else []),
        "      }",
        "    }",
        "  }",
        "  projectFactories { workflowMultiBranchProjectFactory { scriptPath('Jenkinsfile') } }",
        "  orphanedItemStrategy { discardOldItems { daysToKeep(30) } }",
        "  triggers { periodicFolderTrigger { interval('10m') } }",
        "}",
    )
    return "\n".join(lines) + "\n"


def _libraries(spec: JenkinsSpec) -> Iterator[dict[str, Any]]:
    for name, library in sorted(spec.libraries.items()):
        login = {"credentialsId": library.credential} if library.credential else {}
        scm = {"git": {"remote": library.repository, **login}}
        yield {"name": name, "defaultVersion": library.version, "retriever": {"modernSCM": {"scm": scm}}}


def _sonarqube() -> dict[str, Any]:
    server = {
        "name": names.SONARQUBE,
        "serverUrl": names.sonarqube_url(),
        "credentialsId": names.SONAR_TOKEN,
        "webhookSecretId": names.SONAR_WEBHOOK,
    }
    return {"buildWrapperEnabled": True, "installations": [server]}
