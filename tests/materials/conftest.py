from tests.notices.conftest import desk

__all__ = ["desk"]
