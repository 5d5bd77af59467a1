"""What brings SonarQube to what is declared, by its Web API."""
