"""The command line."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from conformance.templates import canary, report
from conformance.templates.assembly import Assembly
from conformance.templates.checkov import CHECKOV
from conformance.templates.findings import Verdict, stale
from conformance.templates.lint import CFN_LINT
from conformance.templates.plugins import Plugins
from conformance.templates.programs import judge
from conformance.templates.variants import platforms
from stacks.aws import build
from x2bee_constructs import Platform, SpecError

__all__ = ["main", "parser"]

BUILD = Path(__file__).parent.parent.parent / "build"


def parser() -> argparse.ArgumentParser:
    """All flags."""
    p = argparse.ArgumentParser(prog="python -m conformance.templates", description="Checkers judge the AWS side.")
    p.add_argument("named", nargs="*", metavar="CUSTOMER/ENV", help="customers' files, besides the variants")
    p.add_argument("--variants", help="only these, by name with commas between; then nothing is called stale")
    p.add_argument("--out", type=Path, default=BUILD / "templates", help="templates and the checkers' files go here")
    p.add_argument("--checkov", type=Path, default=BUILD / "checkov" / "bin" / "checkov", help="the program")
    p.add_argument("--cfn-lint", type=Path, default=BUILD / "cfn-lint" / "bin" / "cfn-lint", help="the program")
    p.add_argument("--markdown", type=Path, help="also write the page for the docs here")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """0 nothing open; 1 a finding, a stale acknowledgement or a checker that no longer bites; 2 wrong use."""
    args = parser().parse_args(argv)
    try:
        for program in (args.checkov, args.cfn_lint):
            if not program.is_file():
                raise FileNotFoundError(f"no {program}: `make scan` installs it")
        chosen = args.variants.split(",") if args.variants is not None else None
        return _judge(args, platforms(args.named, chosen))
    except (SpecError, ValueError, OSError, RuntimeError) as error:
        print(f"conformance.templates: {error}", file=sys.stderr)
        return 2


def _judge(args: argparse.Namespace, chosen: Mapping[str, tuple[str, Platform]]) -> int:
    out: Path = args.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    plugins = Plugins()
    verdicts, assemblies = _synthesize(plugins, chosen, out)
    app, bird = canary.build(out / "canary")
    verdicts += plugins.judge(app, bird)
    for program, binary in ((CFN_LINT, args.cfn_lint), (CHECKOV, args.checkov)):
        verdicts += judge(program, binary.absolute(), [*assemblies, bird], out / "programs" / program.name)
    ours = [v for v in verdicts if v.platform != bird.name]
    # What is said for one of the others would look as if nothing needed it.
    forgotten = stale(ours) if args.variants is None else []
    wrong = canary.complaints([v for v in verdicts if v.platform == bird.name], plugins.own)
    print("\n".join([report.terminal(ours, forgotten), *wrong]))
    if args.markdown:
        judged = {name: what for name, (what, _) in chosen.items()}
        args.markdown.write_text(report.markdown(ours, forgotten, judged, plugins.own), encoding="utf-8")
    return int(bool(wrong or forgotten or any(v.open for v in ours)))


def _synthesize(
    plugins: Plugins, chosen: Mapping[str, tuple[str, Platform]], out: Path
) -> tuple[list[Verdict], list[Assembly]]:
    verdicts: list[Verdict] = []
    assemblies: list[Assembly] = []
    for name, (_, platform) in chosen.items():
        assembly = Assembly(name, platform.site.prefix, platform.region, out / name)
        verdicts += plugins.judge(build(platform, outdir=str(assembly.folder)), assembly)
        assemblies.append(assembly)
    return verdicts, assemblies
