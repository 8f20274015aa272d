"""Topics: one file a topic, and the ordered registry. A new topic is one new file and one line there."""

from desktop_app.topics.registry import ALL, ORDER, Registry, get

__all__ = ["ALL", "ORDER", "Registry", "get"]
