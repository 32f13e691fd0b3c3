"""Warta: a newspaper in one package. The newsroom writes, the site publishes, readers read and subscribe.

Each folder is a room; ARCHITECTURE.md draws them, and how a story and a request pass through.
"""

__version__ = "0.1.0"
