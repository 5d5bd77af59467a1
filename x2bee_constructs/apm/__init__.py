"""Application performance monitoring."""
