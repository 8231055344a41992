"""What does not fit its place: measured where it was laid out, and set in another way or told."""
