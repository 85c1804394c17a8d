"""Figures for those who answer for the work: computed by the database, the same on SQLite and PostgreSQL."""
