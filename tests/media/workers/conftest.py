"""The media worker over a real store and a real Redis, and what it says on the bus."""

from tests.media.speech.conftest import model_dir

__all__ = ["model_dir"]
