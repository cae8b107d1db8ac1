"""One module and one stylesheet a screen: compose, bind, ask the Desk, show."""
