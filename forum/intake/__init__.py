"""What a category asks up front: forms and fields."""
