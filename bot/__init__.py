"""From a question to an answer that a person reads, on every surface."""
