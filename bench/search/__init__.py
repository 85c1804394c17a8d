"""Search beside SQLite's FTS5 in one run."""
