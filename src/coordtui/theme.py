"""Our two themes: calm grounds, one accent, and signal colours that keep their contrast on both."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="coordtui-dark",
    primary="#7aa2c8",
    secondary="#5d7a94",
    accent="#8fbcbb",
    foreground="#d8dee4",
    background="#161b20",
    surface="#1b2127",
    panel="#252d35",
    success="#8fbf8a",
    warning="#e0b668",
    error="#e8837c",
    variables={
        "text-muted": "#8d9aa6",
        "scrollbar": "#3a4650",
        "scrollbar-hover": "#4a5863",
        "scrollbar-active": "#5d7a94",
        "scrollbar-background": "#1b2127",
        "scrollbar-background-hover": "#1b2127",
        "scrollbar-background-active": "#1b2127",
        "scrollbar-corner-color": "#1b2127",
        "block-cursor-background": "#3a5068",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#2b3641",
        "block-cursor-blurred-foreground": "#d8dee4",
        "block-cursor-text-style": "none",
        "footer-background": "#161b20",
        "footer-key-foreground": "#8fbcbb",
        "footer-description-foreground": "#9aa7b2",
        "border": "#5d7a94",
    },
)

LIGHT: Final = Theme(
    name="coordtui-light",
    primary="#2f6690",
    secondary="#5b7c94",
    accent="#1f6f72",
    foreground="#1f2a33",
    background="#f4f2ec",
    surface="#faf9f5",
    panel="#e4e1d8",
    success="#2f6b2f",
    warning="#8a5a00",
    error="#a5302a",
    dark=False,
    variables={
        "text-muted": "#5d6872",
        "scrollbar": "#c3bfb2",
        "scrollbar-hover": "#aaa698",
        "scrollbar-active": "#5b7c94",
        "scrollbar-background": "#faf9f5",
        "scrollbar-background-hover": "#faf9f5",
        "scrollbar-background-active": "#faf9f5",
        "scrollbar-corner-color": "#faf9f5",
        "block-cursor-background": "#2f6690",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#cfdbe4",
        "block-cursor-blurred-foreground": "#1f2a33",
        "block-cursor-text-style": "none",
        "footer-background": "#f4f2ec",
        "footer-key-foreground": "#1f6f72",
        "footer-description-foreground": "#55626d",
        "border": "#5b7c94",
    },
)
