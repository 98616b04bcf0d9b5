"""All SQL of the project. A method returns models or plain values, never a query."""
