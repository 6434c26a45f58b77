"""The command line, a file a subject. Heavy imports stand inside the functions, so that `--help` is quick."""
