"""`python -m conformance.sessions`."""

import sys

from conformance.sessions.cli import main

if __name__ == "__main__":
    sys.exit(main())
