"""Printing money."""
