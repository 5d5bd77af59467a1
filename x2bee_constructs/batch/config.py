"""Cronicle's configuration and its first records, as its own files have them.

Keys are those of Cronicle 0.9.129 (sample_conf/config.json, sample_conf/setup.json, lib/engine.js) and of its storage
(pixl-server-storage, engines/S3.js and Filesystem.js). Secrets stand in neither: `secret_key` comes as
`CRONICLE_secret_key`, and `start.js` puts the others in the place of the words in underscores.
"""

from __future__ import annotations

from typing import Any

from x2bee_constructs.batch.names import ADMIN, DATA, GROUP
from x2bee_constructs.batch.props import CronicleSchedulerProps, Mail, SchedulerSpec

__all__ = ["config", "setup"]

_PRIVILEGES = {
    "create_events": "Create Events",
    "edit_events": "Edit Events",
    "delete_events": "Delete Events",
    "run_events": "Run Events",
    "abort_events": "Abort Events",
    "state_update": "Toggle Scheduler",
}

_MIB = 1024 * 1024

_NO_MAIL = Mail(host="localhost.invalid", sender="nobody@localhost.invalid")
"""Cronicle wants a server even where nobody asks for mail."""


def config(props: CronicleSchedulerProps) -> dict[str, Any]:
    """What stands in `conf/config.json`."""
    return {
        "base_app_url": props.url,
        **_mail(props.spec.mail or _NO_MAIL),
        **_files(props.spec),
        **_one_server(),
        **_jobs(props.spec),
        "client": _client(),
        "Storage": _storage(props),
        "WebServer": _web_server(props),
        "User": _user(),
    }


def setup(props: CronicleSchedulerProps) -> dict[str, Any]:
    """What stands in `conf/setup.json`: the records that a new storage gets, and that `start.js` keeps complete."""
    shared = {"created": 1, "modified": 1}
    admin = {"username": ADMIN, "full_name": "Administrator", "email": "admin@localhost", "active": 1, **shared}
    keys = [_key("x2breconciler", "Schedules as code", "_API_KEY_", {"admin": 1}), _key(*_READER)]
    category = {"id": "general", "title": "General", "enabled": 1, "username": ADMIN, "max_children": 0, **shared}
    host = {"hostname": "_HOSTNAME_", "ip": "_IP_"}
    group = {"id": GROUP, "title": "Scheduler", "regexp": "_HOSTNAME_", "master": 1}
    put = {**admin, "password": "_PASSWORD_", "salt": "_SALT_", "privileges": {"admin": 1}}
    lists: dict[str, list[Any]] = {
        "users": [{"username": ADMIN}],
        "plugins": [dict(plugin) for plugin in props.plugins],
        "categories": [category],
        "server_groups": [group],
        "servers": [host],
        "schedule": [],
        "api_keys": keys,
    }
    records: list[list[Any]] = [["put", f"users/{ADMIN}", put]]
    for name, items in lists.items():
        records.append(["listCreate", f"global/{name}", {"page_size": 100} if name == "users" else {}])
        records += [["listPush", f"global/{name}", item] for item in items]
    return {"storage": records}


_READER = ("x2breader", "Metrics", "_READER_KEY_", dict[str, int]())
"""Whoever has a key may read (`requireValidUser`); without privileges it can change nothing."""


def _key(id: str, title: str, key: str, privileges: dict[str, int]) -> dict[str, Any]:
    # Plugins and categories can be made by administrators alone (lib/api/plugin.js, category.js).
    said = {"id": id, "title": title, "key": key, "active": 1, "privileges": privileges, "description": "Of x2bee"}
    return {**said, "username": ADMIN, "created": 1, "modified": 1}


def _mail(mail: Mail) -> dict[str, Any]:
    return {
        "email_from": mail.sender,
        "smtp_hostname": mail.host,
        "smtp_port": mail.port,
        "mail_options": {"secure": mail.secure, "requireTLS": not mail.secure},
        "max_emails_per_day": mail.per_day,
    }


def _files(spec: SchedulerSpec) -> dict[str, Any]:
    return {
        # To the container's output too, from where Fluentd takes it; the files are there for its own pages.
        "echo": True,
        "color": False,
        "log_dir": "logs",
        "log_filename": "cronicle.log",
        "log_columns": ["hires_epoch", "date", "hostname", "pid", "component", "category", "code", "msg", "data"],
        "log_archive_path": "logs/archives/[yyyy]-[mm]-[dd]-[filename].log.gz",
        "log_crashes": True,
        "copy_job_logs_to": "",
        "queue_dir": "queue",
        "pid_file": "logs/cronicled.pid",
        "debug_level": 4,
        "maintenance": "04:00",
        "list_row_max": 10_000,
        "job_data_expire_days": spec.job_days,
    }


def _one_server() -> dict[str, Any]:
    """One server that is primary, or nothing: it looks for no others, and no others are told of it."""
    return {
        # It becomes primary as it starts: there is no other one for which it would have to wait.
        "master": True,
        "master_ping_freq": 5,
        "master_ping_timeout": 10,
        "udp_broadcast_port": 0,
        "server_comm_use_hostnames": False,
        "web_socket_use_hostnames": False,
        # Browsers stay at the host through which they came: they cannot reach a pod.
        "web_direct_connect": True,
        "remote_server_auth_window": 60,
    }


def _jobs(spec: SchedulerSpec) -> dict[str, Any]:
    return {
        "child_kill_timeout": 10,
        "dead_job_timeout": 120,
        "scheduler_startup_grace": 10,
        "track_manual_jobs": True,
        "universal_web_hook": "",
        "max_jobs": spec.max_jobs,
        "job_memory_max": 128 * _MIB,
        "job_memory_sustain": 60,
        "job_cpu_max": 0,
        "job_cpu_sustain": 0,
        "job_log_max_size": 50 * _MIB,
        "job_env": {},
    }


def _client() -> dict[str, Any]:
    privileges = {"admin": "Administrator", **_PRIVILEGES}
    return {
        "name": "Cronicle",
        "debug": 1,
        "default_password_type": "password",
        "privilege_list": [{"id": word, "title": title} for word, title in privileges.items()],
        "new_event_template": {
            "enabled": 1,
            "params": {},
            "timing": {"minutes": [0]},
            "max_children": 1,
            "timeout": 3600,
            "catch_up": 0,
            "queue_max": 1000,
        },
    }


def _storage(props: CronicleSchedulerProps) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "list_page_size": 50,
        "concurrency": 4,
        "log_event_types": {},
        "transactions": True,
        "trans_auto_recover": True,
    }
    if props.spec.storage.kind == "volume":
        return {"engine": "Filesystem", **shared, "Filesystem": {"base_dir": "data", "key_namespaces": 1}}
    return {
        "engine": "S3",
        **shared,
        # What a commit that was broken off is taken back with; it outlives the container, not the pod.
        "trans_dir": "data/transactions",
        # No keys: the SDK asks the Pod Identity agent.
        "AWS": {"region": props.region, "maxAttempts": 5},
        "S3": {
            "keyPrefix": DATA.rstrip("/"),
            "fileExtensions": True,
            "params": {"Bucket": props.bucket.name},
            "connectTimeout": 5000,
            "socketTimeout": 15_000,
            # Lists are read again and again; one writer keeps what it remembers true.
            "cache": {"enabled": True, "maxItems": 1000, "maxBytes": 10 * _MIB},
        },
    }


def _web_server(props: CronicleSchedulerProps) -> dict[str, Any]:
    runtime = props.service.runtime
    return {
        "http_port": runtime.profile().port,
        "http_htdocs_dir": "htdocs",
        "http_max_upload_size": 10 * _MIB,
        "http_static_ttl": 3600,
        "http_static_index": "index.html",
        "http_server_signature": "Cronicle",
        "http_gzip_text": True,
        "http_timeout": 30,
        "http_regex_json": "(text|javascript|js|json)",
        "http_response_headers": {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "strict-origin-when-cross-origin",
        },
        "https": False,
        "https_header_detect": {"X-Forwarded-Proto": "^https$"},
    }


def _user() -> dict[str, Any]:
    templates = ("welcome_new_user", "changed_password", "recover_password")
    return {
        "session_expire_days": 1,
        "max_failed_logins_per_hour": 5,
        "max_forgot_passwords_per_hour": 3,
        "free_accounts": False,
        "sort_global_users": True,
        "use_bcrypt": True,
        "email_templates": {name: f"conf/emails/{name}.txt" for name in templates},
        "default_privileges": {"admin": 0, **dict.fromkeys(_PRIVILEGES, 0)},
    }
