"""Pure functions and tables of the work. No session, no I/O; `today` is an argument."""
