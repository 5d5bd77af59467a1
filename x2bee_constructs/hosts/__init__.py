"""GitLab and Nexus Repository, each on a host of its own: neither is supported whole inside Kubernetes."""
