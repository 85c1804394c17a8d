"""Whoosh 2.7.4 as index and store; the scoring is ours."""
