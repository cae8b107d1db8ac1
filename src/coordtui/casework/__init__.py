"""The acts and the readings of the job, as plain functions over a session that is handed in."""
