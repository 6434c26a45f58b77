"""From passages to ranked passages: the model, the words, FAISS, fusion and storage."""
