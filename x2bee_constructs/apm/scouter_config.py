"""What Scouter's agents and its collector read. Keys are those of the two `Configure` classes at 2.21.2."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.apm.names import SCOUTER_HTTP_PORT, SCOUTER_PORT
from x2bee_constructs.apm.props import Scouter

__all__ = ["account_template", "agent_config", "collector_config", "group_file"]

_SALT = "qwertyuiop!@#$%^&*()zxcvbnm,."
"""What Scouter puts before every password before it takes its SHA-256 (`CipherUtil`): public, and the same for all."""

_DATA = "/var/lib/scouter"
_DISK_PERCENT = 80
"""Of the disk: Scouter then removes the oldest day first. It is also Scouter's own number."""


def agent_config(collector: str, service: str, pod_name: str) -> str:
    """One object for each pod, under its service: a name of a host, or of one kind, would make all pods one or many.

    `${…}` is Scouter's own way to ask the environment.
    """
    return _lines(
        {
            "net_collector_ip": collector,
            "net_collector_tcp_port": SCOUTER_PORT,
            "net_collector_udp_port": SCOUTER_PORT,
            "obj_host_name": service,
            "obj_host_name_follow_host_agent": False,
            "obj_name": f"${{{pod_name}}}",
            # What it writes: nothing but /tmp can be written to.
            "counter_object_registry_path": "/tmp/scouter",
            "dump_dir": "/tmp/scouter/dump",
            # Headers and parameters of requests are personal data.
            "profile_http_header_enabled": False,
            "profile_http_parameter_enabled": False,
            "profile_http_querystring_enabled": False,
        }
    )


def collector_config(spec: Scouter) -> str:
    """The collector's settings: where it listens and writes, and when what goes."""
    http = {
        "net_http_api_auth_session_enabled": True,
        "net_http_api_enabled": True,
        "net_http_port": SCOUTER_HTTP_PORT,
    }
    return _lines(
        {
            "server_id": "x2bee",
            "net_tcp_listen_port": SCOUTER_PORT,
            "net_udp_listen_port": SCOUTER_PORT,
            "net_http_server_enabled": spec.http_api,
            **(http if spec.http_api else {}),
            "db_dir": f"{_DATA}/database",
            "log_dir": "/tmp/logs",
            "log_keep_days": 2,
            "temp_dir": "/tmp/tempdata",
            "plugin_enabled": False,
            "geoip_enabled": False,
            "input_telegraf_enabled": False,
            "mgr_purge_enabled": True,
            "mgr_purge_disk_usage_pct": _DISK_PERCENT,
            "mgr_purge_profile_keep_days": spec.profile_days,
            "mgr_purge_xlog_without_profile_keep_days": spec.request_days,
            "mgr_purge_xlog_keep_days": spec.request_days,
            "mgr_purge_counter_keep_days": spec.counter_days,
        }
    )


def account_template() -> str:
    """`account.xml` for External Secrets to fill: the administrator alone, and no guest whose password all know."""
    password = f'{{{{ print "{_SALT}" .password | sha256sum }}}}'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Accounts>\n'
        f'  <Account id="admin" pass="{password}" group="admin">\n'
        "    <Email>admin@scouter.invalid</Email>\n  </Account>\n</Accounts>\n"
    )


_LOOKS = ("ExportAppSum", "ExportCounter", "HeapHistogram", "LoginList", "ThreadDump")
_CHANGES = (
    *("AddAccount", "Configure", "DBManager", "DefineObjectType", "EditAccount", "EditGroupPolicy", "ExportClass"),
    *("FileDump", "HeapDump", "KillTransaction", "RedefineClass", "SqlParameter", "SystemGC"),
)
"""What changes programs or settings, which are in git, and what shows personal data: a heap, parameters of SQL."""


def group_file() -> str:
    """`account_group.xml`: who looks at a running shop does not also change it."""
    rights = "".join(
        f"\n      <Allow{right}>{'true' if right in _LOOKS else 'false'}</Allow{right}>"
        for right in sorted((*_LOOKS, *_CHANGES))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Groups>\n'
        f'  <Group name="admin">\n    <Policy>{rights}\n    </Policy>\n  </Group>\n</Groups>\n'
    )


def _lines(settings: Mapping[str, object]) -> str:
    words = {True: "true", False: "false"}
    return "".join(f"{key}={words[value] if isinstance(value, bool) else value}\n" for key, value in settings.items())
