"""What the pages of known issues read: the board, one issue, what is attached, maintenance."""
