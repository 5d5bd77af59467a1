"""What builds and judges code: Jenkins and SonarQube, inside the cluster."""
