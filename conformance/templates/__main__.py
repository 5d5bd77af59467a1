"""`python -m conformance.templates`."""

import sys

from conformance.templates.cli import main

if __name__ == "__main__":
    sys.exit(main())
