"""The EKS cluster, its nodes and what AWS itself installs in it."""
