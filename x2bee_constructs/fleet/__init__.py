"""Many customers in one go: find, render, write what changed, say what did not work."""
