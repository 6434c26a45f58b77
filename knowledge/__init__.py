"""What the bot knows, and how a document is read: documents, register, passages."""
