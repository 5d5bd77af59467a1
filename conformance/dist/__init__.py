"""`make dist-conformance`: only the wheel, as somebody else's program uses it, on each Python that is here."""
