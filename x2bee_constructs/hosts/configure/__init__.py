"""What runs on a tool's machine to bring the tool into the state that is said: Python 3.9 with nothing else."""
