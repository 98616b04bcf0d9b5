"""The demo: a whole round, lived through in a browser, without Telegram and without internet."""
