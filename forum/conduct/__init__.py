"""A person's standing and the limits everybody keeps."""
