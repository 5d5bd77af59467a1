"""The steps of a run, in the order of a platform's life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.emulator.aws import Account, Aws
from conformance.emulator.checks import Sight
from conformance.emulator.cli import Cli, Ran
from conformance.emulator.deployed import Deployed, read
from conformance.emulator.environment import ROOT
from conformance.emulator.project import Project
from conformance.emulator.report import Expect
from x2bee_constructs.platform.databases import copy_regions
from x2bee_constructs.platform.names import copies_stack

__all__ = ["VARIANTS", "Scene"]

VARIANTS = ROOT / "conformance" / "emulator" / "variants.py"
"""The apps that differ from ours; copied into the project, because they need what it has."""


@dataclass(slots=True)
class Scene:
    """What every step works with."""

    project: Project
    cli: Cli
    aws: Account

    def copies(self) -> dict[str, str]:
        """The stacks of other regions, with copies of backups, and their regions."""
        platform = self.project.platform
        return {copies_stack(platform.site, region): region for region in copy_regions(platform)}

    def at(self, stack: str) -> Aws:
        """The account in the region of a stack."""
        return self.aws.there(self.copies().get(stack, self.project.platform.region))

    def deployed(self) -> Deployed:
        """What CloudFormation says it has now of what was synthesized last, in the platform's own region."""
        elsewhere = self.copies()
        return read(self.aws, {name: one for name, one in self.project.templates().items() if name not in elsewhere})

    def deployed_at(self, stack: str) -> Deployed:
        """The same of one stack, wherever it is."""
        return read(self.at(stack), {stack: self.project.templates()[stack]})

    def sight(self) -> Sight:
        """What checks look at."""
        return Sight(self.project.platform, self.aws, self.deployed())

    def status(self, stack: str) -> str:
        """A stack's status."""
        (found,) = self.at(stack).call("cloudformation", "describe_stacks", StackName=stack)["Stacks"]
        return found["StackStatus"]

    def deploy(self, name: str) -> Ran:
        """`cdk deploy` of every stack, without questions."""
        return self.cli.run("deploy", "--all", "--require-approval", "never", name=name)

    def one(self, stack: str, *arguments: str, name: str) -> Ran:
        """`cdk deploy` of one stack alone."""
        return self.cli.run("deploy", stack, "--exclusively", "--require-approval", "never", *arguments, name=name)

    def variant(self, which: str, output: str) -> None:
        """Synthesize the app with something changed (`variants.py`) into a folder that `--app` takes."""
        (self.project.folder / VARIANTS.name).write_text(VARIANTS.read_text())
        ran = self.cli.run("synth", "--quiet", "--app", f"python {VARIANTS.name} {which}", "--output", output)
        if not ran.ok:
            raise RuntimeError(ran.end)

    def release(self, type: str, physical_id: str) -> None:
        """What people do with what CloudFormation cannot delete: protection off; a bucket emptied, and deleted."""
        off: Any = {"Attributes": [{"Key": "deletion_protection.enabled", "Value": "false"}]}
        if type == "AWS::EKS::Cluster":
            self.aws.call("eks", "update_cluster_config", name=physical_id, deletionProtection=False)
        elif type == "AWS::ElasticLoadBalancingV2::LoadBalancer":
            self.aws.call("elbv2", "modify_load_balancer_attributes", LoadBalancerArn=physical_id, **off)
        elif type == "AWS::RDS::DBCluster":
            said: Any = {"DBClusterIdentifier": physical_id, "DeletionProtection": False}
            self.aws.call("rds", "modify_db_cluster", **said)
        elif type == "AWS::RDS::DBInstance":
            instance: Any = {"DBInstanceIdentifier": physical_id, "DeletionProtection": False}
            self.aws.call("rds", "modify_db_instance", **instance, ApplyImmediately=True)
        elif type == "AWS::S3::Bucket":
            found = self.aws.call("s3", "list_object_versions", Bucket=physical_id)
            for one in (*found.get("Versions", []), *found.get("DeleteMarkers", [])):
                version: Any = {"Key": one["Key"], "VersionId": one["VersionId"]}
                self.aws.call("s3", "delete_object", Bucket=physical_id, **version)
            self.aws.call("s3", "delete_bucket", Bucket=physical_id)

    def remove(self, type: str, physical_id: str) -> None:
        """What people do with a database or another store that outlives its stack, and with its security group."""
        self.release(type, physical_id)
        if type == "AWS::RDS::DBInstance":
            said: Any = {"DBInstanceIdentifier": physical_id, "SkipFinalSnapshot": True}
            self.aws.call("rds", "delete_db_instance", **said)
        elif type == "AWS::RDS::DBCluster":
            cluster: Any = {"DBClusterIdentifier": physical_id, "SkipFinalSnapshot": True}
            self.aws.call("rds", "delete_db_cluster", **cluster)
        elif type == "AWS::EC2::SecurityGroup":
            self.aws.call("ec2", "delete_security_group", GroupId=physical_id)
        elif type == "AWS::ElastiCache::ReplicationGroup":
            self.aws.call("elasticache", "delete_replication_group", ReplicationGroupId=physical_id)
        elif type == "AWS::OpenSearchService::Domain":
            self.aws.call("opensearch", "delete_domain", DomainName=physical_id)

    def deploy_well(self, expect: Expect, name: str = "deploy") -> Ran:
        """The same, and it must succeed, since nothing after it would mean anything."""
        ran = self.deploy(name)
        if not expect.that(ran.ok, ran.end):
            raise RuntimeError("not deployed")
        return ran
