"""coordtui: the workbench of a health coordinator, in a terminal, over an encrypted vault."""

__version__ = "0.1.0"
