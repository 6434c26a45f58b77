"""Word lists and questions that ship with the project, as text files."""
