"""Running an installation: serving, founding, backup, checks."""
