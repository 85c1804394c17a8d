"""Profiles, roles, teams, groups, the badge, and signing in."""
