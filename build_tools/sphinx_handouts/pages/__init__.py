"""What an author may write, and what is refused."""
