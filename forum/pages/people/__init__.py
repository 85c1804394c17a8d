"""What others see of a person."""
