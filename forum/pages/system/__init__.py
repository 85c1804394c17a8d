"""Health checks and what belongs to no area."""
