"""An update that adds, replacements that must be refused, and a failure that must be undone."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

from conformance.emulator.checks import cluster, hosts
from conformance.emulator.cli import Ran
from conformance.emulator.deployed import Held
from conformance.emulator.inventory import inventory
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene
from x2bee_constructs.database import names as database_names
from x2bee_constructs.delivery import names
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.names import stack
from x2bee_constructs.platform.protection import stack_policy

__all__ = ["failure", "grown", "in_use", "named", "opened", "protect", "replacement", "update"]

GIFT = "x2bee-api-gift"
OFFICE = "10.8.0.0/16"
ELSEWHERE = "10.99.0.0/16"


def _of(type: str) -> Callable[[Held], bool]:
    return lambda one: one.type == type


def _single(one: Held) -> bool:
    """Whether it is a database that is in no cluster."""
    return one.type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" not in one.properties


NAMED: Mapping[str, tuple[Callable[[Held], bool], str]] = {
    "cluster": (_of("AWS::EKS::Cluster"), "custom-named resource"),
    "database": (_of("AWS::RDS::DBCluster"), "custom-named resource"),
    "inside": (_single, "custom-named resource"),
    "moved": (_of("AWS::ElastiCache::ReplicationGroup"), "custom-named resource"),
    "zone": (_of("AWS::EC2::Volume"), "is not supported"),
}
"""Variants that change what cannot change of something, of what, and why each is refused."""

RENAMED: Mapping[str, Callable[[Held], bool]] = {"renamed": _of("AWS::RDS::DBCluster"), "instance": _single}
"""Variants that would make another database under another identifier."""


def update(scene: Scene, expect: Expect) -> None:
    """A service more is a repository and a login more, and nothing that exists is made anew."""
    if not scene.project.platform.enabled_services:
        expect.note("not tried, for the platform has no services")
        return
    before, there = scene.deployed().ids(), inventory(scene.aws)
    service = {"runtime": "spring-boot", "image": f"{GIFT}:0.3.0", "database": "event"}
    scene.project.change("services", {GIFT: service})
    scene.deploy_well(expect, "deploy-update")
    after = scene.deployed().ids()
    expect.same("what was kept", before, {key: after.get(key) for key in before})
    site = scene.project.platform.site
    wanted = {
        "AWS::ECR::Repository": {names.repository(site, GIFT)},
        "AWS::SecretsManager::Secret": {database_names.secret(site, GIFT)},
    }
    expect.same("how many are new", len(wanted), len(after.keys() - before.keys()))
    now = inventory(scene.aws)
    for kind, new in wanted.items():
        made = {one for one in now[kind] - there[kind] if not one.startswith("arn:")}
        expect.same(f"new {kind}", new, made)


def opened(scene: Scene, expect: Expect) -> None:
    """An office is let in to the private endpoint: by a rule, which changes neither the cluster nor its nodes."""
    if not scene.deployed().of("AWS::EKS::Cluster"):
        expect.note("not tried, for there is no cluster")
        return
    before = scene.project.templates()
    scene.project.change("cluster", {"private_access_cidrs": [OFFICE]})
    with _unharmed(scene, expect):
        scene.deploy_well(expect, "deploy-opened")
    after = scene.project.templates()
    changed = {
        resource["Type"]
        for stack, template in after.items()
        for name, resource in template["Resources"].items()
        if resource != before[stack]["Resources"].get(name)
    }
    expect.same("what changed in the templates", {"AWS::EC2::SecurityGroup"}, changed)
    cluster.cluster(scene.sight(), expect)


def grown(scene: Scene, expect: Expect) -> None:
    """A tool's machine and volume grow: another version of the template, the same volume with more on it."""
    tools = host_specs(scene.project.platform)
    if not tools:
        expect.note("not tried, for no tool has a host")
        return
    tool = next(iter(tools))
    scene.project.change("toolchain", {tool: {"volume_gib": 2 * tools[tool].volume_gib, "machine": "m7g.4xlarge"}})
    with _unharmed(scene, expect):
        scene.deploy_well(expect, "deploy-grown")
    hosts.machines(scene.sight(), expect)
    hosts.volumes(scene.sight(), expect)


def in_use(scene: Scene, expect: Expect) -> None:
    """Without any policy: another network is refused as long as another stack stands in the old one."""
    if not _imports(scene):
        expect.note("not tried, for no stack imports anything of another")
        return
    with _unharmed(scene, expect):
        ran = _elsewhere(scene, "deploy-in-use")
        _refused(expect, ran, "as it is in use by")


def named(scene: Scene, expect: Expect) -> None:
    """Without any policy: what has a fixed name is not replaced, for its successor would need it; nor is a volume."""
    deployed = scene.deployed()
    for variant, (wanted, words) in NAMED.items():
        held = [one for one in deployed.held if wanted(one)]
        if not held:
            expect.note(f"{variant} not tried, for the platform has nothing of that")
            continue
        with _unharmed(scene, expect):
            _refused(expect, _variant(scene, variant, held[0].stack), words)


def protect(scene: Scene, expect: Expect) -> None:
    """Each stack takes the policy that `x2bee stack-policy` prints."""
    for name in scene.project.templates():
        scene.at(name).call("cloudformation", "set_stack_policy", StackName=name, StackPolicyBody=stack_policy())
        said = scene.at(name).call("cloudformation", "get_stack_policy", StackName=name)
        expect.same(f"the policy of {name}", stack_policy(), said.get("StackPolicyBody"))


def replacement(scene: Scene, expect: Expect) -> None:
    """Other addresses would be another VPC, another identifier another database: refused, and all is as it was."""
    with _unharmed(scene, expect):
        _refused(expect, _elsewhere(scene, "deploy-replace"), "stack policy")
    expect.same("the stack", "UPDATE_ROLLBACK_COMPLETE", scene.status(_foundation(scene)))
    for variant, wanted in RENAMED.items():
        databases = [one for one in scene.deployed().held if wanted(one)]
        if not databases:
            expect.note(f"{variant} not tried, for the platform has no such database in AWS")
            continue
        with _unharmed(scene, expect):
            _refused(expect, _variant(scene, variant, databases[0].stack), "stack policy")
        expect.same(f"{variant}: the databases' stack", "UPDATE_ROLLBACK_COMPLETE", scene.status(databases[0].stack))


def failure(scene: Scene, expect: Expect) -> None:
    """A resource that cannot be made takes with it what was made for it, and nothing else."""
    foundation = _foundation(scene)
    with _unharmed(scene, expect):
        _refused(expect, _variant(scene, "broken", foundation), "InvalidAllocationID.NotFound")
    expect.same("the stack", "UPDATE_ROLLBACK_COMPLETE", scene.status(foundation))
    events = scene.aws.call("cloudformation", "describe_stack_events", StackName=foundation)["StackEvents"]
    went = [one["ResourceStatus"] for one in events if one["LogicalResourceId"] == "MadeFirst"]
    made = [status for status in went if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}]
    expect.that(bool(made) and "DELETE_COMPLETE" in went, f"what was made first went through {went}")


def _foundation(scene: Scene) -> str:
    return stack(scene.project.platform.site, "foundation")


def _imports(scene: Scene) -> bool:
    return "Fn::ImportValue" in str(scene.project.templates())


def _elsewhere(scene: Scene, name: str) -> Ran:
    """Deploy the foundation with other addresses."""
    with scene.project.changed("network", {"cidr": ELSEWHERE}):
        return scene.one(_foundation(scene), "--output", f"{name}.out", name=name)


def _variant(scene: Scene, variant: str, stack: str) -> Ran:
    """Deploy one stack of an app with something changed."""
    scene.variant(variant, f"{variant}.out")
    return scene.one(stack, "--app", f"{variant}.out", name=f"deploy-{variant}")


def _refused(expect: Expect, ran: Ran, words: str) -> None:
    expect.that(not ran.ok, f"`cdk {ran.command}` was done")
    expect.that(words in ran.text, f"it was refused for another reason: {ran.end}")


@contextmanager
def _unharmed(scene: Scene, expect: Expect) -> Generator[None]:
    """What is done meanwhile changes nothing that exists."""
    ids, there = scene.deployed().ids(), inventory(scene.aws)
    yield
    expect.same("physical ids", ids, scene.deployed().ids())
    for kind, found in inventory(scene.aws).items():
        expect.same(f"{kind} that exist", there[kind], found)
