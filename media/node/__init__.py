"""The media node. Its packet path is there twice: as it stands here, and compiled from exactly this."""

from media.native import use_compiled

is_compiled = use_compiled(__path__)
