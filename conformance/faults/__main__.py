"""`python -m conformance.faults`."""

import sys

from conformance.faults.cli import main

if __name__ == "__main__":
    sys.exit(main())
