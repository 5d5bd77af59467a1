"""`python -m conformance.batch`."""

import sys

from conformance.batch.cli import main

if __name__ == "__main__":
    sys.exit(main())
