"""Newsletters, in the newsroom's menu of snippets."""

from wagtail.snippets.models import register_snippet

from warta.readers.models import Newsletter

register_snippet(Newsletter)
