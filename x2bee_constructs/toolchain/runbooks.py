"""What whoever is called because of a backup of the tools reads."""

from __future__ import annotations

from x2bee_constructs.core.alerts import Notice, Runbook

__all__ = ["BACKUPS"]

BACKUPS = Notice(
    name="ToolBackups",
    area="toolchain",
    severity="warning",
    summary="A backup of Jenkins' volume failed",
    runbook=Runbook(
        means="AWS Backup could not take the daily snapshot of Jenkins' volume, or took longer than its window.",
        impact="None at once. After a loss of the volume the records of builds since the last backup are gone.",
        causes=("The volume was being made or taken away", "The role or the key was changed by hand"),
        look=(
            "`aws backup list-backup-jobs --by-backup-vault-name <vault> --by-state FAILED` (also EXPIRED and ABORTED)",
            "`aws ec2 describe-volumes --filters Name=tag:kubernetes.io/created-for/pvc/namespace,Values=jenkins`",
        ),
        act=(
            "Start one by hand: `aws backup start-backup-job` with the volume, the vault and the role of the plan",
            "What the job names: permission, key, tag",
        ),
    ),
)
