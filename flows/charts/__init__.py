"""Pictures for the chat: plain numbers and translated strings in, PNG bytes out."""
