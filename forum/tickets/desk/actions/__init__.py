"""Verbs of the desk; none commits."""
