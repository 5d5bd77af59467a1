"""Argo CD brings what is in Git: a project, a root Application and one Application for each chart."""
