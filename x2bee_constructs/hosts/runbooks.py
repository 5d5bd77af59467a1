"""What whoever is called because of a tool's host reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook, Severity

__all__ = ["ALARMS"]

_SESSION = (
    "A session on the machine: `aws ssm start-session --target $(aws autoscaling describe-auto-scaling-groups "
    "--auto-scaling-group-names <prefix>-<tool> --query 'AutoScalingGroups[0].Instances[0].InstanceId' --output text)`"
)
_UNIT = (
    "There: `systemctl status <tool>`, `docker exec gitlab gitlab-ctl status`, `tail /var/log/cloud-init-output.log`"
)
_LOGS = "CloudWatch Logs: `/x2bee/<customer>/<environment>/hosts/<tool>`"
_REPLACE = (
    "Another machine, with the same data, in about ten minutes: `aws autoscaling terminate-instance-in-auto-scaling-"
    "group --instance-id <id> --no-should-decrement-desired-capacity`"
)
_LARGER = "A larger `machine` under `toolchain.<tool>` in the customer's file; a deployment replaces the machine"
_ROOM = "More `volume_gib` under `toolchain.<tool>`; then, on the machine, `xfs_growfs /data`"


def _notice(
    name: str,
    severity: Severity,
    summary: str,
    means: str,
    impact: str,
    causes: tuple[str, ...],
    act: tuple[str, ...],
    look: tuple[str, ...] = (_SESSION, _UNIT, _LOGS),
) -> Notice:
    book = Runbook(means=means, impact=impact, causes=causes, look=look, act=act)
    return Notice(name=name, area="toolchain", severity=severity, summary=summary, runbook=book)


_NOTICES = (
    _notice(
        "HostDown",
        "critical",
        "GitLab or Nexus does not answer",
        "For a quarter of an hour the load balancer has found no machine of the tool that is well.",
        "Nobody builds or releases. With images in Nexus, a node that lacks one cannot start its pod.",
        ("A new version migrates its data", "The machine starts anew", "The volume is full", "The database is away"),
        (
            "A migration: wait; `docker exec gitlab gitlab-ctl tail` shows it go on",
            "Full: HostDisk. Database away: `aws rds describe-db-instances --db-instance-identifier <prefix>-<tool>`",
            _REPLACE,
        ),
    ),
    _notice(
        "HostStatus",
        "warning",
        "EC2 says that a tool's machine is not well",
        "A status check of the machine fails.",
        "As HostDown, soon; Auto Scaling replaces the machine by itself.",
        ("AWS' hardware failed", "The system hangs for want of memory"),
        ("Wait ten minutes for the next machine", _REPLACE),
    ),
    _notice(
        "HostCpu",
        "warning",
        "A tool's machine is busy",
        "Its processors were over nine tenths busy for half an hour.",
        "Pages and `git` are slow, builds wait.",
        ("More people and builds than it is meant for", "A job that loops", "Clones of very large projects"),
        ("Which process: `top`; whose requests: the logs", _LARGER),
    ),
    _notice(
        "HostMemory",
        "warning",
        "A tool's machine has little memory left",
        "Over nine tenths of its memory are used.",
        "At the end the system ends a process, mostly the tool's.",
        ("More people and builds than it is meant for", "A process that grows"),
        ("Restart the tool: `systemctl restart <tool>`, a break of minutes", _LARGER),
    ),
    _notice(
        "HostDisk",
        "warning",
        "A disk of a tool's machine fills",
        "Over four fifths of the system's or the data volume are used.",
        "When it is full, nothing can be pushed.",
        ("Repositories grew", "Archives of failed backups lie in `/data/data/backups`", "Logs"),
        ("What is large: `du -xh --max-depth=3 /data | sort -h | tail`", _ROOM),
    ),
    _notice(
        "HostArchive",
        "critical",
        "GitLab's own backup failed",
        "For a day no archive of repositories and database got into S3, or its keys not into Secrets Manager.",
        "Nobody yet. If the volume is lost now, AWS Backup's snapshot of the night is what is left.",
        (
            "No room for the archive on the volume",
            "The database was away",
            "A permission or the bucket changed",
            "The timer does not run: `systemctl list-timers x2bee-backup.timer`",
        ),
        ("Run it by hand: `/usr/local/sbin/x2bee-backup`, and read what it says", _ROOM),
    ),
    _notice(
        "HostSettings",
        "warning",
        "A tool is not in the state that the customer's file says",
        "The document that brings projects, repositories, roles and users into that state has not succeeded for a day.",
        "A new service has no project or repository; what people changed by hand stays.",
        (
            "The tool was away for half an hour",
            "Somebody changed the administrator's password",
            "A name is taken",
            "The machine does not answer Systems Manager",
        ),
        (
            "Read what it said: `aws ssm describe-association-executions --association-id <id>`, then its output",
            "The administrator's password: put the one that is right into `x2bee/<customer>/<environment>/<tool>/…`",
            "Run it again: `aws ssm start-associations-once --association-ids <id>`",
        ),
    ),
    _notice(
        "HostDatabaseStorage",
        "warning",
        "A tool's database has little storage left",
        "Less than a tenth of what it began with is free.",
        "It grows by itself, up to four times; then it stops, and with it the tool.",
        ("Normal growth", "Old pipelines and their logs"),
        ("More `database.storage_gib` under `toolchain.<tool>` in the customer's file",),
        ("`aws rds describe-db-instances --db-instance-identifier <prefix>-<tool>`: AllocatedStorage", _LOGS),
    ),
    _notice(
        "HostDatabaseCpu",
        "warning",
        "A tool's database is busy",
        "It was over nine tenths busy for half an hour.",
        "The tool is slow.",
        ("A migration after an upgrade", "A search or a report over everything"),
        ("A larger `database.instance` under `toolchain.<tool>`: a break of a minute with a standby",),
        ("Performance Insights of the instance: the statements", _LOGS),
    ),
    _notice(
        "HostBackups",
        "critical",
        "A backup of a tool's volume or database failed",
        "A job of AWS Backup failed, expired or was stopped.",
        "Nobody yet: last night cannot be gone back to.",
        ("The volume or database was being changed", "A permission of the key changed"),
        ("Start one by hand: `aws backup start-backup-job`, with what the failed one was started with",),
        ("`aws backup list-backup-jobs --by-backup-vault-name <prefix>-hosts`: the failed ones say why",),
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
