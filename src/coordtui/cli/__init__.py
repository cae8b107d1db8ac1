"""The command line: one file a noun, each imported without what only its work needs."""
