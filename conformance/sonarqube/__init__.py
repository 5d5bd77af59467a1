"""A real SonarQube and its scanner, out of Maven Central, for the job that sets it up and for the pipelines' gate."""
