"""Faulty files that must be told as expected, and mutations of good ones: none may end in a traceback."""
