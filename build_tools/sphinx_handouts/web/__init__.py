"""What the hosted guide shows of the handouts."""
