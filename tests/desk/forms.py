"""The newsroom's forms as a browser sends them."""

from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield


def counts(total=0, initial=0):
    return {"TOTAL_FORMS": total, "INITIAL_FORMS": initial, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def form(story, **changes):
    """A story's form, with a body of one paragraph."""
    return nested_form_data(
        {
            "kicker": story.kicker, "title": story.title, "standfirst": story.standfirst, "kind": story.kind,
            "section": story.section_id, "level": story.level, "dateline_city": story.dateline_city,
            "lead_photo": "", "lead_caption": "", "lead_alt": "", "topics": [], "people": [], "editor": "",
            "body": streamfield([("text", rich_text("<p>Isi berita.</p>"))]),
            "sources": streamfield([]), "bylines": counts(), "corrections": counts(), "comments": counts(),
            "replies_to": "", "translation_of": "", "go_live_at": "", "expire_at": "", "embargo_until": "",
            **changes,
        }
    )  # fmt: skip


def shown_form(client, story, **changes):
    """A story's form as the newsroom shows it now, its plain fields filled in as they stand; and `changes`."""
    fields = client.get(edit_url(story)).context["form"]
    said = {
        name: fields[name].value()
        for name in ("kicker", "title", "section", "level", "go_live_at", "expire_at", "embargo_until")
    }
    said = {name: at(value) if hasattr(value, "hour") else value or "" for name, value in said.items()}
    return form(story, **{**said, **changes})


def at(moment):
    """A time as the form's field takes it: to the minute, in the site's zone."""
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).strftime("%Y-%m-%d %H:%M")


def edit_url(story):
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def send(client, story, **changes):
    """Change what the form shows, and send it; it must be taken."""
    answer = client.post(edit_url(story), shown_form(client, story, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
