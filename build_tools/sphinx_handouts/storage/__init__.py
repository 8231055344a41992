"""Files written whole, kept and hashed."""
