"""A real Argo CD brings what we emit from a Git repository into a real control plane."""
