"""Verbs of tickets that belong together; none commits."""
