"""Batches: the scheduler, its schedules as code, and how it calls Spring Batch."""
