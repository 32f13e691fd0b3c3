"""The tags by which a template says which pieces a page is put together from (`site/recipe.py`).

Drawn for the edge (`recipe` is true in the context), they leave marks. Drawn for one reader at once (account pages,
previews), they print what this reader gets: the words true for them stand in `words`.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from warta.site import parts
from warta.site.page import Slot
from warta.site.recipe import mark

register = template.Library()


class WhenNode(template.Node):
    """What stands between `when` and `endwhen`."""

    def __init__(self, words: FilterExpression, nodes: NodeList) -> None:
        self.words = words
        self.nodes = nodes

    def render(self, context: Context) -> SafeString:
        """All of it, marked; or what this reader gets."""
        words = str(self.words.resolve(context))
        if context.get("recipe"):
            return mark_safe(mark("when", words) + self.nodes.render(context) + mark("end"))  # noqa: S308 - drawn
        return self.nodes.render(context) if context["words"].issuperset(words.split()) else mark_safe("")


@register.tag
def when(parser: Parser, token: Token) -> WhenNode:
    """`{% when "ads" %}…{% endwhen %}`: for the readers for whom all the words are true."""
    _name, words = token.split_contents()
    nodes = parser.parse(("endwhen",))
    parser.delete_first_token()
    return WhenNode(parser.compile_filter(words), nodes)


@register.simple_tag(takes_context=True)
def part(context: Context, *key: Any) -> SafeString:
    """`{% part "masthead" language 3 %}`: a part that other pages share."""
    name = ":".join(str(word) for word in key)
    if context.get("recipe"):
        return mark("part", name)
    return mark_safe(parts.inline(name, context["words"], context["taken"]))  # noqa: S308 - drawn by our templates


@register.simple_tag(takes_context=True)
def fill(context: Context, name: str) -> SafeString:
    """`{% fill "reason" %}`: a text that comes with each answer."""
    return mark("fill", name) if context.get("recipe") else mark_safe((context.get("fill") or {}).get(name, ""))  # noqa: S308


@register.simple_tag(takes_context=True)
def card(
    context: Context, story: Any, shape: str = "line", sizes: str = "100vw", level: int = 3, lead: bool = False
) -> SafeString:
    """A story in a list. `shape` is a class of the theme; `level` the rank of its headline."""
    form = f"{shape};{level};{'lead' if lead else ''};{sizes}"
    if isinstance(story, Slot):
        return mark("slot", form)
    if context.get("recipe"):
        return mark("card", f"card:{story.id}:{form}")
    return mark_safe(parts.draw_card(story, form))  # noqa: S308 - drawn by our templates
