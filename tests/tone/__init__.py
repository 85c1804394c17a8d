"""Tone: what is noticed in drafts."""
