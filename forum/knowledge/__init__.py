"""What the company knows already: FAQ entries."""
