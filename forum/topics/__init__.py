"""Categories, who may read them, and tags."""
