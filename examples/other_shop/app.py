"""A shop with services of its own, of constructs alone: `python app.py aws` (run by cdk), `… k8s` (by cdk8s).

There is no platform file: what is made is what is written here. That secrets, identities and images which one side
reads are made by the other is for the author to keep; `x2bee check` and `assert_handoff_closed` tell.
"""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Synthesize the side named; returns the exit code."""
    if arguments == ["aws"]:
        import aws

        aws.build().synth()
    elif arguments == ["k8s"]:
        import k8s

        k8s.build().synth()
    else:
        print("usage: python app.py aws|k8s", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
