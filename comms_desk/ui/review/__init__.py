"""The press review, put together and sent from the keyboard: a mode of the Watch."""
