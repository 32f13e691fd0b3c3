# ruff: noqa: E501
"""Small exports written for these tests."""

import json

HEAD = (
    '<?xml version="1.0" encoding="{code}"?>\n{doctype}<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Kabar Muara</title><link>https://muara.example</link>'
    "<language>id</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://muara.example</wp:base_blog_url>"
    "<wp:author><wp:author_login>wangsa</wp:author_login><wp:author_email>w@muara.example</wp:author_email>"
    "<wp:author_display_name><![CDATA[Wangsa Tirtakelam]]></wp:author_display_name></wp:author>"
    "<wp:category><wp:category_nicename>daerah</wp:category_nicename><wp:cat_name>Daerah</wp:cat_name></wp:category>\n"
)
TAIL = "</channel></rss>\n"


def item(
    number=1,
    body="<p>Isi.</p>",
    title="Kapal berhenti",
    kind="post",
    status="publish",
    extra="",
    gmt="2026-01-02 01:00:00",
):
    """One item of an export."""
    return (
        f"<item><title>{title}</title><link>https://muara.example/2026/01/kapal-{number}/</link><dc:creator>wangsa</dc:creator>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2026-01-02 08:00:00</wp:post_date><wp:post_date_gmt>{gmt}</wp:post_date_gmt>"
        f"<wp:post_name>kapal-{number}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{extra}</item>\n"
    )


def wxr(*items, code="UTF-8", doctype=""):
    """A whole export."""
    return HEAD.format(code=code, doctype=doctype) + "".join(items) + TAIL


def ghost(*posts, **tables):
    """A whole Ghost export."""
    return json.dumps({"db": [{"meta": {"version": "5.80.0"}, "data": {"posts": list(posts), **tables}}]})


def post(number=1, **more):
    """One post of Ghost."""
    return {
        "id": f"{number:024x}", "title": f"Berita {number}", "slug": f"berita-{number}", "status": "published", "type": "post",
        "visibility": "public", "published_at": "2026-01-01T00:00:00.000Z", "html": "<p>Isi.</p>",
    } | more  # fmt: skip
