"""The tables of the newsroom, one file a noun."""

from warta.stories.models.change import Change, ListenerPlace
from warta.stories.models.front import FrontPage, StaticPage
from warta.stories.models.person import Person, PersonText
from warta.stories.models.photo import Photo, PhotoRendition
from warta.stories.models.policy import FreeWindow, ReadingPolicy
from warta.stories.models.publication import Channel, Publication, PublicationText
from warta.stories.models.section import Section
from warta.stories.models.story import Correction, Story, StoryAuthor, StoryIndex
from warta.stories.models.topic import Topic, TopicStory

__all__ = [
    "Change",
    "Channel",
    "Correction",
    "FreeWindow",
    "FrontPage",
    "ListenerPlace",
    "Person",
    "PersonText",
    "Photo",
    "PhotoRendition",
    "Publication",
    "PublicationText",
    "ReadingPolicy",
    "Section",
    "StaticPage",
    "Story",
    "StoryAuthor",
    "StoryIndex",
    "Topic",
    "TopicStory",
]
