"""Pabulib's files (``.pb``): the form in which elections on budgets are exchanged."""
