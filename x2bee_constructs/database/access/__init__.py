"""Roles, schemas and grants inside a database."""
