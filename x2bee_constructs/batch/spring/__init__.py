"""How a scheduler asks a batch service to run a job: the calling contract, and a check of whoever follows it."""
