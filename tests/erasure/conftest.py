from tests.interviews.conftest import house

__all__ = ["house"]
