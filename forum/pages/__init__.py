"""What people meet: one area a folder."""
