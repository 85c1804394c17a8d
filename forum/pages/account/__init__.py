"""Signing up, signing in, and what mailed links lead to."""
