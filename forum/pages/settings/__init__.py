"""What a person sets for himself."""
