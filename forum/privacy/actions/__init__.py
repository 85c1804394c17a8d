"""What is taken out of the forum for good."""
