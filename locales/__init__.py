"""What the bot says, in every language it speaks. See README.md for translators."""
