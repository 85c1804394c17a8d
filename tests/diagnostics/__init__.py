"""What pasted text tells."""
