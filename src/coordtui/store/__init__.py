"""The vault, its engines, the journal, the Desk. No Textual."""
