"""What `nbgrader_config.py` of a class folder made at the first edition names; `new` and `review`
write settings that name `gradebook`."""

from .gradebook import Harmless, markdown, refuse

__all__ = ["Harmless", "markdown", "refuse"]
