"""Answers, comments, acceptance and claims."""
