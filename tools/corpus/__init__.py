"""Bad input: faulty files that must be told as expected, and mutations of good ones that must never end in a traceback."""
