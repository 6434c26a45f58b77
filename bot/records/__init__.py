"""What the bot remembers between questions: a seam with one implementation on SQLAlchemy."""
