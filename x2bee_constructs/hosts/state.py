"""The state that GitLab and Nexus are brought into: plain data, which their machines read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.props import GitlabHostProps, GitlabRunner, NexusHostProps, NexusLdap, NexusProxy

__all__ = ["gitlab_state", "nexus_state"]

_STORE = "s3"
"""The blob store in which everything lies."""

_DOWNLOADS, _PROXIED = "images-unused", "proxied-unused"

_REALMS = ("NexusAuthenticatingRealm", "NpmToken")

_MINUTES_KEPT = 1440
"""How long what a proxy has is not asked for again: a day, the default of Nexus' own pages."""


def gitlab_state(site: Site, props: GitlabHostProps) -> dict[str, Any]:
    """Projects, and of each whether a pipeline builds it; runners, by the secret of each."""
    return {
        "address": f"http://127.0.0.1:{names.GITLAB_PORT}",
        "machine": names.machine(site, "gitlab"),
        "branch": props.branch,
        "projects": {path: path in props.built for path in sorted({*props.projects, *props.built})},
        "runners": {one.secret: _runner(one) for one in props.runners},
    }


def _runner(one: GitlabRunner) -> dict[str, Any]:
    """As GitLab is told, but for the group, which it knows by a number."""
    return {
        "group": one.group,
        "said": {
            "description": one.description,
            "tag_list": sorted(one.tags),
            "run_untagged": not one.tags,
            "access_level": "ref_protected" if one.protected else "not_protected",
        },
    }


def nexus_state(site: Site, props: NexusHostProps) -> dict[str, Any]:
    """Everything that is said of Nexus. What is made without being named here is left alone."""
    spec = props.spec
    named = [(format_, name) for name, format_ in names.HOSTED.items()]
    return {
        "address": f"http://127.0.0.1:{names.NEXUS_PORT}",
        "machine": names.machine(site, "nexus"),
        "secrets": f"{site.path}/nexus/",
        "passwords": ["builder", *(["ldap"] if spec.sso else [])],
        "once": _once(props),
        "blob_stores": {_STORE: _store(site, props)},
        "policies": {name: _policy(name, format_, spec.unused_days) for name, format_ in _policies(spec.proxies)},
        "repositories": [*_hosted(props), *_proxies(spec.proxies), *_groups(spec.proxies)],
        "roles": [
            _role("x2bee-builder", "Pushes images and packages", named, "add", "browse", "edit", "read"),
            *_people(spec.sso),
        ],
        "users": [_builder()],
        "directories": {"company": _directory(spec.sso)} if spec.sso else {},
    }


def _once(props: NexusHostProps) -> dict[str, Any]:
    """Who is asked for a login, and by what."""
    docker = ["DockerToken"] if props.open_images else []
    ldap = ["LdapRealm"] if props.spec.sso else []
    anonymous = {"enabled": props.open_images, "userId": "anonymous", "realmName": "NexusAuthorizingRealm"}
    return {"security/realms/active": [*_REALMS, *docker, *ldap], "security/anonymous": anonymous}


def _store(site: Site, props: NexusHostProps) -> dict[str, Any]:
    bucket = {"region": props.region, "name": names.bucket(site, props.account, "nexus", "blobs"), "prefix": ""}
    return {"name": _STORE, "bucketConfiguration": {"bucket": bucket}}


def _policies(proxies: Mapping[str, NexusProxy]) -> list[tuple[str, str]]:
    formats = sorted({proxy.format for proxy in proxies.values()})
    return [(_DOWNLOADS, "docker"), *((f"{_PROXIED}-{one}", one) for one in formats)]


def _policy(name: str, format_: str, days: int) -> dict[str, Any]:
    notes = f"what nobody downloaded for {days} days"
    return {"name": name, "format": format_, "notes": notes, "criteriaLastDownloaded": days}


def _repository(name: str, kind: str, *policies: str, writes: str = "", **said: Any) -> dict[str, Any]:
    storage = {
        "blobStoreName": _STORE,
        "strictContentTypeValidation": True,
        **({"writePolicy": writes} if writes else {}),
    }
    cleanup = {"cleanup": {"policyNames": list(policies)}} if policies else {}
    return {"kind": kind, "said": {"name": name, "online": True, "storage": storage, **cleanup, **said}}


def _hosted(props: NexusHostProps) -> list[dict[str, Any]]:
    """Images, and packages of the customer's own. What was released is never overwritten."""
    # Docker's clients get a token without a login only where nobody is asked for one at once.
    docker = {"v1Enabled": False, "forceBasicAuth": not props.open_images, "pathEnabled": True}
    release, snapshot = (
        {"versionPolicy": kind, "layoutPolicy": "STRICT", "contentDisposition": "ATTACHMENT"}
        for kind in ("RELEASE", "SNAPSHOT")
    )
    return [
        _repository(names.DOCKER, "docker/hosted", _DOWNLOADS, writes="ALLOW_ONCE", docker=docker),
        _repository(names.RELEASES, "maven/hosted", writes="ALLOW_ONCE", maven=release),
        _repository(names.SNAPSHOTS, "maven/hosted", writes="ALLOW", maven=snapshot),
        _repository(names.PACKAGES, "npm/hosted", writes="ALLOW_ONCE"),
    ]


_KINDS = {format_: kind for kind, format_ in names.GROUPS.items()}
"""How addresses of the REST interface call a format."""


def _proxies(proxies: Mapping[str, NexusProxy]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name, proxy in sorted(proxies.items()):
        maven = {"versionPolicy": "RELEASE", "layoutPolicy": "PERMISSIVE", "contentDisposition": "ATTACHMENT"}
        said: dict[str, Any] = {
            "proxy": {"remoteUrl": proxy.url, "contentMaxAge": _MINUTES_KEPT, "metadataMaxAge": _MINUTES_KEPT},
            "negativeCache": {"enabled": True, "timeToLive": _MINUTES_KEPT},
            "httpClient": {"blocked": False, "autoBlock": True},
            **({"maven": maven} if proxy.format == "maven2" else {}),
        }
        found.append(_repository(name, f"{_KINDS[proxy.format]}/proxy", f"{_PROXIED}-{proxy.format}", **said))
    return found


def _groups(proxies: Mapping[str, NexusProxy]) -> list[dict[str, Any]]:
    """One address to read everything of a kind from: `maven`, `npm`."""
    found: list[dict[str, Any]] = []
    for kind, format_ in names.GROUPS.items():
        own = [name for name, one in names.HOSTED.items() if one == format_]
        others = sorted(name for name, one in proxies.items() if one.format == format_)
        found.append(_repository(kind, f"{kind}/group", group={"memberNames": [*own, *others]}))
    return found


def _role(id_: str, says: str, named: list[tuple[str, str]], *actions: str) -> dict[str, Any]:
    privileges = [f"nx-repository-view-{format_}-{name}-{action}" for format_, name in named for action in actions]
    return {"id": id_, "name": id_, "description": says, "privileges": sorted([*privileges, *_READ]), "roles": []}


_READ = ("nx-healthcheck-read", "nx-repository-view-*-*-browse", "nx-repository-view-*-*-read", "nx-search-read")


def _people(sso: NexusLdap | None) -> list[dict[str, Any]]:
    """A role with the name of a group of the directory is its members'."""
    found: list[dict[str, Any]] = []
    if sso and sso.administrators:
        says = "Administrators, by the directory"
        group = sso.administrators
        found.append({"id": group, "name": group, "description": says, "privileges": [], "roles": ["nx-admin"]})
    if sso and sso.readers:
        found.append(_role(sso.readers, "Readers, by the directory", []))
    return found


def _builder() -> dict[str, Any]:
    return {
        "userId": "builder",
        "firstName": "Builds",
        "lastName": "of the platform",
        "emailAddress": "builder@example.com",
        "status": "active",
        "roles": ["x2bee-builder"],
    }


def _directory(sso: NexusLdap) -> dict[str, Any]:
    """Over TLS, with a bind for each login; groups say which roles somebody has.

    Times and tries are those that Nexus' own page begins with (sonatype/nexus-public, LdapServersConfigurationMachine).
    """
    return {
        "name": "company",
        "protocol": "LDAPS",
        "useTrustStore": False,
        "host": sso.host,
        "port": sso.port,
        "searchBase": sso.base_dn,
        "authScheme": "SIMPLE",
        "authUsername": sso.bind_dn,
        "connectionTimeoutSeconds": 30,
        "connectionRetryDelaySeconds": 300,
        "maxIncidentsCount": 3,
        "userBaseDn": sso.users,
        "userSubtree": True,
        "userObjectClass": "inetOrgPerson",
        "userIdAttribute": "uid",
        "userRealNameAttribute": "cn",
        "userEmailAddressAttribute": "mail",
        "ldapGroupsAsRoles": True,
        "groupType": "STATIC",
        "groupBaseDn": sso.groups,
        "groupSubtree": True,
        "groupObjectClass": "groupOfNames",
        "groupIdAttribute": "cn",
        "groupMemberAttribute": "member",
        "groupMemberFormat": "uid=${username}," + f"{sso.users},{sso.base_dn}",
    }
