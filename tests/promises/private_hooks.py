"""The private names of Textual that the program stands on, and one of asyncio.

For every class, or module, the names that we read, set, call or override; with a function the beginning of the SHA-256
of its source, for what takes its place or relies on it may have to follow when it changes.
"""

from __future__ import annotations

from typing import Final

HOOKS: Final[dict[str, dict[str, str]]] = {
    "textual.app.App": {
        "_clipboard": "there",
        "_context": "5dc6d48d",
        "_display": "4b78dff6",
        "_driver": "there",
        "_exception": "there",
        "_exception_event": "there",
        "_exit_renderables": "there",
        "_fatal_error": "2474616c",
        "_get_screen": "e253c005",
        "_handle_exception": "baea2e7f",
        "_replace_screen": "6296dfc7",
        "_return_code": "there",
        "_screen_stacks": "there",
        "_start_widget": "82b8c97a",
    },
    "textual.screen.Screen": {
        "_compositor": "there",
        "_compositor_refresh": "7a40efe5",
        "_dirty_widgets": "there",
        "_layout_required": "there",
        "_on_screen_resume": "f39caa8e",
        "_pop_result_callback": "aba6124e",
        "_refresh_layout": "88971547",
        "_result_callbacks": "there",
    },
    "textual.widget.Widget": {
        "_check_refresh": "ad1c8196",
        "_dirty_regions": "there",
        "_layout_updates": "there",
        "_render_cache": "there",
        "_render_content": "50c54557",
        "_repaint_required": "there",
        "_scroll_update": "edb9f625",
        "_vertical_scrollbar": "there",
    },
    "textual.widgets.Input": {
        "_on_key": "55068e7c",
    },
    "textual.dom.DOMNode": {
        "_bindings": "there",
    },
    "textual.message_pump.MessagePump": {
        "_close_messages_no_wait": "f5db7e8f",
        "_message_queue": "there",
        "_on_message": "12c0b6eb",
        "_pending_message": "there",
    },
    "textual.message.Message": {
        "_forwarded": "there",
    },
    "textual.css.stylesheet.Stylesheet": {
        "_parse_cache": "there",
    },
    "textual._compositor.Compositor": {
        "_dirty_regions": "there",
        "_render_chops": "ca8c3359",
    },
    "textual.drivers.linux_driver.LinuxDriver": {
        "_file": "there",
        "_writer_thread": "there",
    },
    "textual._compositor": {
        "ChopsUpdate": "there",
        "Compositor": "there",
    },
    "textual.drivers._writer_thread": {
        "WriterThread": "there",
    },
    "textual.widget": {
        "_RenderCache": "there",
    },
    "asyncio.Event": {
        "_waiters": "there",
    },
}
