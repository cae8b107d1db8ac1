"""Reusable and dumb: rows in, messages out. Widgets know no feature."""
