"""Questions, their revisions, who is affected, duplicates and locks."""
