"""The embedded speech model, put together and loaded once a test process."""

import os
from pathlib import Path

import pytest

from backend.kernel.environment import load_settings
from media.speech.model import locate_model
from media.speech.recognise import Recogniser


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    found = locate_model(load_settings({"GREENROOM_DATA_DIR": str(shared / "speech-model")}))
    assert found is not None, "the extra speech-model is not installed"
    return found


@pytest.fixture(scope="session")
def recogniser(model_dir: Path) -> Recogniser:
    return Recogniser(model_dir)
