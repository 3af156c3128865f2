"""The nouns of listening: the framework in its versions, and what was said about it on the way."""

from engagement.models.frameworks import FrameworkSection, FrameworkText, FrameworkVersion
from engagement.models.remarks import FrameworkConsultee, Remark

__all__ = ["FrameworkConsultee", "FrameworkSection", "FrameworkText", "FrameworkVersion", "Remark"]
