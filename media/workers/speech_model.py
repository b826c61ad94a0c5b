"""The speech model as the worker knows it: where it is, looked for again while it is missing, and what is wrong."""

import asyncio
import time
from pathlib import Path

import structlog

from backend.kernel.errors import GreenroomError
from backend.kernel.settings import Settings
from media.speech.model import SPEECH_MODEL_MISSING, locate_model, model_name

LOOK_AGAIN_S = 15.0

log = structlog.get_logger()


class SpeechModel:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: Path | None = None
        self._problem: str | None = None
        self._looked_at = float("-inf")
        self._lock = asyncio.Lock()

    @property
    def name(self) -> str:
        return model_name(self._settings)

    @property
    def device(self) -> str:
        return self._settings.whisper_device

    def problems(self) -> list[str]:
        """For the heartbeat: empty, speech_model_missing or speech_model_corrupt."""
        return [self._problem] if self._problem else []

    async def locate(self) -> Path | None:
        """The model's directory, None while there is none. Looks at most every 15 s."""
        async with self._lock:
            now = time.monotonic()
            if self._found is None and now - self._looked_at >= LOOK_AGAIN_S:
                self._looked_at = now
                await self._look()
            return self._found

    async def watch(self) -> Path:
        """Until the model is there: its directory."""
        while True:
            if (found := await self.locate()) is not None:
                return found
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _look(self) -> None:
        before = self._problem
        try:
            self._found = await asyncio.to_thread(locate_model, self._settings)
            self._problem = None if self._found else SPEECH_MODEL_MISSING
        except GreenroomError as error:
            self._problem = error.code
        if self._problem != before:
            log.warning("speech_model", problem=self._problem)
