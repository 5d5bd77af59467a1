"""What the Makefile runs; not part of the published library."""
