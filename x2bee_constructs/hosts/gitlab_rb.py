"""GitLab's own configuration file. Keys are the vendor's (gitlab-org/omnibus-gitlab 19.2, `gitlab.rb.template`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import GitlabBucket
from x2bee_constructs.hosts.props import GitlabHostProps, GitlabOidc

__all__ = ["gitlab_rb"]

_OBJECTS: Mapping[str, GitlabBucket | None] = {
    "artifacts": "artifacts",
    "lfs": "lfs",
    "packages": "packages",
    "uploads": "uploads",
    # What these services do not use; with nothing in it, the volume has room for it.
    "agent_plan_content": None,
    "ci_secure_files": None,
    "dependency_proxy": None,
    "external_diffs": None,
    "pages": None,
    "terraform_state": None,
}
"""Kinds of objects, and the bucket of each: a kind that is on, and has none, stops GitLab."""

_KEPT_HERE_SECONDS = 86_400
"""How long an archive stays on the volume once it is in S3. Our judgement: a day, to look into it."""


def gitlab_rb(site: Site, props: GitlabHostProps, database_host: str) -> str:
    """The file. Secrets are read from `/run/x2bee`, which the machine fills before each start."""
    lines = [
        "require 'json'",
        'said = ->(what) { JSON.parse(File.read("/run/x2bee/#{what}")) }',
        f"external_url 'https://{props.host}'",
        *_front(props),
        *_database(database_host),
        *_objects(site, props),
        *_backups(site, props),
        *_left_out(),
        *(_people(props.spec.sso, props.host) if props.spec.sso else ()),
    ]
    return "\n".join(lines)


def _front(props: GitlabHostProps) -> Iterator[str]:
    """Behind a load balancer that speaks TLS; who asks stands in the header that only it is believed in.

    From 19.3 the keys of NGINX are documented under `gitlab_rails`; these are still read then.
    """
    trusted = ", ".join(f"'{cidr}'" for cidr in props.balancer_cidrs)
    yield f"nginx['listen_port'] = {names.GITLAB_PORT}"
    yield "nginx['listen_https'] = false"
    yield "nginx['real_ip_header'] = 'X-Forwarded-For'"
    yield f"nginx['real_ip_trusted_addresses'] = [{trusted}]"
    yield f"gitlab_rails['trusted_proxies'] = [{trusted}]"
    # The load balancer asks whether it is well; those whom it lets in may not.
    yield f"gitlab_rails['monitoring_whitelist'] = ['127.0.0.0/8', '::1/128', {trusted}]"
    yield "letsencrypt['enable'] = false"


def _database(host: str) -> Iterator[str]:
    yield "postgresql['enable'] = false"
    yield f"gitlab_rails['db_host'] = '{host}'"
    yield f"gitlab_rails['db_port'] = {names.DATABASE_PORT}"
    yield "gitlab_rails['db_database'] = 'gitlabhq_production'"
    yield "gitlab_rails['db_username'] = said.('database')['username']"
    yield "gitlab_rails['db_password'] = said.('database')['password']"
    yield "gitlab_rails['db_sslmode'] = 'verify-full'"
    yield "gitlab_rails['db_sslrootcert'] = '/etc/x2bee/rds.pem'"
    yield "gitlab_rails['initial_root_password'] = said.('root')['password']"
    yield "gitlab_rails['store_initial_root_password'] = false"


def _connection(region: str) -> str:
    return f"{{ 'provider' => 'AWS', 'region' => '{region}', 'use_iam_profile' => true }}"


def _objects(site: Site, props: GitlabHostProps) -> Iterator[str]:
    """One connection for all of them, by the machine's role (the consolidated form)."""
    yield "gitlab_rails['object_store']['enabled'] = true"
    # Whoever is let in to GitLab need not reach S3.
    yield "gitlab_rails['object_store']['proxy_download'] = true"
    yield f"gitlab_rails['object_store']['connection'] = {_connection(props.region)}"
    for kind, what in sorted(_OBJECTS.items()):
        place = f"gitlab_rails['object_store']['objects']['{kind}']"
        if what:
            yield f"{place}['bucket'] = '{names.bucket(site, props.account, 'gitlab', what)}'"
        else:
            yield f"{place}['enabled'] = false"


def _backups(site: Site, props: GitlabHostProps) -> Iterator[str]:
    yield f"gitlab_rails['backup_upload_connection'] = {_connection(props.region)}"
    yield f"gitlab_rails['backup_upload_remote_directory'] = '{names.bucket(site, props.account, 'gitlab', 'backups')}'"
    yield f"gitlab_rails['backup_keep_time'] = {_KEPT_HERE_SECONDS}"


def _left_out() -> Iterator[str]:
    """Images are in ECR or Nexus, metrics in CloudWatch; pages and agents for clusters nobody asked for."""
    yield "registry['enable'] = false"
    yield "gitlab_rails['registry_enabled'] = false"
    yield "gitlab_rails['gitlab_default_projects_features_container_registry'] = false"
    yield "gitlab_pages['enable'] = false"
    yield "gitlab_kas['enable'] = false"
    yield "prometheus_monitoring['enable'] = false"
    yield "gitlab_rails['usage_ping_enabled'] = false"


def _people(sso: GitlabOidc, host: str) -> Iterator[str]:
    blocked = "true" if sso.approve else "false"
    yield "gitlab_rails['omniauth_enabled'] = true"
    yield "gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']"
    yield f"gitlab_rails['omniauth_block_auto_created_users'] = {blocked}"
    yield "gitlab_rails['omniauth_providers'] = [{"
    yield f"  name: 'openid_connect', label: '{sso.label}', args: {{"
    yield "    name: 'openid_connect', scope: ['openid', 'profile', 'email'], response_type: 'code',"
    yield f"    issuer: '{sso.issuer}', discovery: true, client_auth_method: 'basic', uid_field: 'sub', pkce: true,"
    yield f"    client_options: {{ identifier: '{sso.client_id}', secret: said.('oidc')['client_secret'],"
    yield f"      redirect_uri: 'https://{host}/users/auth/openid_connect/callback' }}"
    yield "  }"
    yield "}]"
