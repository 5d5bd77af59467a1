"""`python -m conformance.argo`."""

import sys

from conformance.argo.cli import main

if __name__ == "__main__":
    sys.exit(main())
