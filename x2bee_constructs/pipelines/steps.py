"""What each step of a pipeline runs: shell lines that Jenkins and GitLab share.

They read `COMMIT` (the commit that is built), and what only the system can know: `AWS_ID_TOKEN`, `REGISTRY_USER`,
`REGISTRY_PASSWORD`, `SONAR_TOKEN`. Each is right when it runs a second time for the same commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from x2bee_constructs.pipelines.names import project_key
from x2bee_constructs.pipelines.props import GitlabTokens, PipelineProps, Target

__all__ = [
    "MINUTES",
    "build_lines",
    "copy_lines",
    "image_lines",
    "look_lines",
    "made_paths",
    "release_lines",
    "sonar_lines",
    "test_reports",
    "try_lines",
]

MINUTES: Mapping[str, int] = {"build": 60, "quality-gate": 30, "publish": 60, "copy": 30, "release": 30}
"""How long each step may take, in minutes; a node that starts for its pod is in it. Our judgement."""

_TAG = """TAG="$(printf '%s' "$COMMIT" | cut -c1-12)\""""
_TRIES = 5
_HOPELESS = 99
"""What a try ends with that no other one would mend: neither git nor make ends with it."""

_ON_PATH = 'export PATH="$PWD/.venv/bin:$PATH"'
"""The image has no Node.js; the repository's environment has."""


def build_lines(props: PipelineProps) -> list[str]:
    """Build and test; nothing for an image that only its Dockerfile makes."""
    if props.platform == "node":
        npm = ("npm ci", "npm run lint --if-present", "npm test --if-present", "npm run build --if-present")
        return ["set -eu", 'export npm_config_cache="$PWD/.npm"', *npm]
    if props.platform == "jvm" and props.build.tool == "maven":
        return ["set -eu", "./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=.m2/repository verify"]
    if props.platform == "jvm":
        return ["set -eu", 'export GRADLE_USER_HOME="$PWD/.gradle-home"', "./gradlew --no-daemon build"]
    return []


def made_paths(props: PipelineProps) -> list[str]:
    """The folders with what the Dockerfile and the scanner take."""
    if props.platform == "node":
        return [".next/standalone/", ".next/static/", "dist/", "coverage/"]
    return ["target/"] if props.build.tool == "maven" else ["build/"]


def test_reports(props: PipelineProps) -> str:
    """Where the reports of tests are, in JUnit's format; nothing where none are known."""
    if props.platform != "jvm":
        return ""
    return f"{'target/surefire-reports' if props.build.tool == 'maven' else 'build/test-results/test'}/TEST-*.xml"


def look_lines(props: PipelineProps) -> list[str]:
    """What can be said of an image that only its Dockerfile makes where none can be built: in pods without a right."""
    severities = ",".join(props.spec.severities)
    return [
        "set -eu",
        "test -f Dockerfile",
        f"trivy fs --scanners misconfig,secret --no-progress --severity {severities} --exit-code 1 .",
    ]


def try_lines(props: PipelineProps) -> list[str]:
    """Build such an image and look into it, as before it is published; it goes nowhere."""
    return ["set -eu", 'WORK="$(mktemp -d)"', *_build(props), _scan(props)]


def sonar_lines(props: PipelineProps) -> list[str]:
    """Analyse, then wait for the quality gate: the scanner fails if it does."""
    said = {
        "sonar.host.url": props.spec.sonarqube or "",
        "sonar.projectKey": project_key(props.customer, props.image),
        "sonar.projectName": props.image,
        "sonar.qualitygate.wait": "true",
        "sonar.qualitygate.timeout": "600",
        **_sources(props),
    }
    lines = [f"  -D{key}={value}" for key, value in said.items()]
    scan = ["sonar-scanner \\", *(f"{line} \\" for line in lines), '  -Dsonar.projectVersion="$COMMIT"']
    return ["set -eu", 'export SONAR_USER_HOME="$PWD/.sonar"', *scan]


def _sources(props: PipelineProps) -> dict[str, str]:
    if props.platform == "node":
        return {
            "sonar.sources": ".",
            "sonar.exclusions": "node_modules/**,.next/**,coverage/**,.npm/**",
            "sonar.javascript.lcov.reportPaths": "coverage/lcov.info",
        }
    maven = props.build.tool == "maven"
    report = "target/site/jacoco/jacoco.xml" if maven else "build/reports/jacoco/test/jacocoTestReport.xml"
    return {
        "sonar.sources": "src/main",
        "sonar.tests": "src/test",
        "sonar.java.binaries": "target/classes" if maven else "build/classes",
        "sonar.coverage.jacoco.xmlReportPaths": report,
    }


def image_lines(props: PipelineProps) -> list[str]:
    """Build the image without root, look for what is known to be bad in it, push it, sign it.

    All of it in one step: between two, what is signed could be another image than what was built. A tag that is there
    already is that commit's, for tags cannot be moved: then nothing is built.
    """
    target = props.targets[0]
    return [
        *_begin(props, (target,)),
        _as(target),
        f'IMAGE="{target.image}"',
        'if ! crane digest "$IMAGE:$TAG" > /dev/null 2>&1; then',
        *(f"  {line}" for line in _build(props)),
        '  trivy image --input "$WORK/image" --no-progress --format cyclonedx --output sbom.cdx.json',
        f"  {_scan(props)}",
        '  crane push "$WORK/image" "$IMAGE:$TAG"',
        "fi",
        'DIGEST="$(crane digest "$IMAGE:$TAG")"',
        *_sign(target),
    ]


def _build(props: PipelineProps) -> Iterator[str]:
    yield "buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=. --local dockerfile=. \\"
    yield f'  --opt platform=linux/{props.processor} --opt label:org.opencontainers.image.revision="$COMMIT" \\'
    for name, value in sorted(props.args.items()):
        yield f"  --opt build-arg:{name}='{value}' \\"
    yield '  --output type=oci,dest="$WORK/image",tar=false'


def _scan(props: PipelineProps) -> str:
    severities = ",".join(props.spec.severities)
    ignore = "" if props.spec.unfixed else " --ignore-unfixed"
    return f'trivy image --input "$WORK/image" --no-progress --severity {severities}{ignore} --exit-code 1'


def copy_lines(props: PipelineProps, source: Target, target: Target) -> list[str]:
    """Bring the image from one environment's registry into the next one's: the digest stays, the signature is new.

    Only an image that the source's key has signed is taken.
    """
    lines = [
        *_begin(props, (source, target)),
        _as(source),
        f'IMAGE="{source.image}"',
        'DIGEST="$(crane digest "$IMAGE:$TAG")"',
        f"{_verify(source)} > /dev/null",
    ]
    if source.image == target.image:
        return [*lines, _as(target), *_sign(target)]
    return [
        *lines,
        'crane pull --format=oci "$IMAGE@$DIGEST" "$WORK/image"',
        _as(target),
        f'IMAGE="{target.image}"',
        'if ! crane digest "$IMAGE:$TAG" > /dev/null 2>&1; then crane push "$WORK/image" "$IMAGE:$TAG"; fi',
        'test "$(crane digest "$IMAGE:$TAG")" = "$DIGEST"',
        *_sign(target),
    ]


def release_lines(props: PipelineProps, target: Target) -> list[str]:
    """Write the tag into the customer's file and push the commit; who was faster is let go first.

    What comes from outside is tried again: the clone, packages, the push. What `x2bee release` refuses it will refuse
    again. The environment of the repository stays from one try to the next. Where Argo CD reads another repository or
    branch the manifests of that commit go there; who was faster there too has a newer commit, which the next try takes.
    """
    word = f"--environment {target.environment} --customer {props.customer}"
    releases = [f'{{ .venv/bin/x2bee release {name} "$TAG" {word} || exit {_HOPELESS}; }}' for name in props.services]
    title = f"Release {props.image} $TAG to {target.environment}"
    commit = f'(git diff --cached --quiet || git commit --quiet --message="{title}")'
    branch = props.spec.branch
    there = f"{{ test -d platform || git clone --quiet --branch {branch} {props.spec.repository} platform; }}"
    newest = [
        f"git fetch --quiet origin {branch}",
        f"git reset --quiet --hard origin/{branch}",
        "git clean --quiet --force -d",
    ]
    push = f"git push --quiet origin HEAD:{branch}"
    ready = ["make .venv/.ready", _ON_PATH]
    deliver = [f".venv/bin/x2bee deliver {word} --push"] if target.manifests == "push" else []
    steps = " && ".join([there, "cd platform", *newest, *ready, *releases, "git add --all", commit, push, *deliver])
    return [
        "set -eu",
        _TAG,
        "rm -rf platform",
        "try=1",
        "while :; do",
        "  code=0",
        f"  ({steps}) || code=$?",
        '  if test "$code" -eq 0; then break; fi',
        f'  if test "$code" -eq {_HOPELESS} || test "$try" -ge {_TRIES}; then exit 1; fi',
        "  try=$((try + 1))",
        "  sleep $((try * 5))",
        "done",
    ]


def _begin(props: PipelineProps, targets: Sequence[Target]) -> Iterator[str]:
    """A folder of our own, outside what the image is built from, with who we are in each account."""
    yield "set -eu"
    yield _TAG
    yield 'WORK="$(mktemp -d)"'
    yield 'export DOCKER_CONFIG="$WORK" AWS_CONFIG_FILE="$WORK/aws"'
    if isinstance(props.spec.runners, GitlabTokens):
        yield """printf '%s' "$AWS_ID_TOKEN" > "$WORK/token\""""
    yield f"printf '%s\\n' {_profiles(props, targets)} > \"$AWS_CONFIG_FILE\""
    helpers = ", ".join(f'"{host}": "ecr-login"' for host in sorted({one.registry for one in targets if one.ecr}))
    yield f"printf '%s' '{{\"credHelpers\": {{{helpers}}}}}' > \"$WORK/config.json\""
    for host in sorted({one.registry for one in targets if not one.ecr}):
        login = f'crane auth login {host} --username "$REGISTRY_USER" --password-stdin'
        yield f"""printf '%s' "$REGISTRY_PASSWORD" | {login}"""
    yield 'cosign signing-config create --out "$WORK/signing.json"'


def _profiles(props: PipelineProps, targets: Sequence[Target]) -> str:
    """One profile of AWS for each environment: the role there, and where the word for it comes from."""
    web = isinstance(props.spec.runners, GitlabTokens)
    source = '"web_identity_token_file = $WORK/token"' if web else "'credential_source = EcsContainer'"
    lines = [
        f"'[profile {one.environment}]' 'role_arn = arn:aws:iam::{one.account}:role/{one.role}' "
        f"'region = {one.region}' {source}"
        for one in targets
    ]
    return " ".join(lines)


def _as(target: Target) -> str:
    return f"export AWS_PROFILE={target.environment}"


def _sign(target: Target) -> Iterator[str]:
    """Without the public log: it would tell everyone what this shop runs, and when."""
    sign = f'cosign sign --yes --key awskms:///{target.key} --signing-config "$WORK/signing.json" "$IMAGE@$DIGEST"'
    yield f"if ! {_verify(target)} > /dev/null 2>&1; then"
    yield f"  {sign}"
    yield "fi"


def _verify(target: Target) -> str:
    return f'cosign verify --key awskms:///{target.key} --insecure-ignore-tlog=true "$IMAGE@$DIGEST"'
