"""Bringing in questions and answers from elsewhere."""
