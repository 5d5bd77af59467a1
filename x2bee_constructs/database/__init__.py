"""PostgreSQL clusters."""
