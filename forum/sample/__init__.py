"""The sample company: believable people and threads for the first two minutes."""
