"""The interview engine as a hesitant person meets it: five questions of every kind, in both languages.

The microphone plays the recorded interviews with their real pauses. In English the first answer is taken again; in
Chinese there is a break of the person's own, with a reload in it, and the last spoken answer is given by voice alone,
by choice.
"""

from pathlib import Path

from tests.e2e.browser import chromium
from tests.e2e.house import House
from tests.e2e.interview_tab import WORDS, interview_tab
from tests.e2e.sounds import hesitant_voice
from tests.e2e.steps import answered_for


async def test_hesitant_speaker_who_answers_again(house: House, speech_dir: Path, tmp_path: Path) -> None:
    voice = hesitant_voice(speech_dir, tmp_path, "en", from_s=53.9)
    async with chromium(voice) as browser, interview_tab(house, browser, "en") as one:
        await one.enter()
        await one.practise()
        await one.begin_answer()
        await answered_for(house, one.person, 3)
        await one.finish_answer()
        await one.press(WORDS["en"]["again"])
        await one.hesitate()
        await one.is_understood()
        await one.finish_answer()
        view = await one.view()
        assert view["acknowledgement"]["retakes_left"] == 0
        await one.go_on_to("doubt")
        one.was_followed_up(" ".join([voice.text, *await one.heard()]))
        await one.begin_answer()
        await answered_for(house, one.person, 3)
        await one.finish_answer()
        await one.go_on_to("rest")
        await one.written_part()


async def test_hesitant_speaker_who_takes_a_break(house: House, speech_dir: Path, tmp_path: Path) -> None:
    voice = hesitant_voice(speech_dir, tmp_path, "zh", from_s=32.7)
    async with chromium(voice) as browser, interview_tab(house, browser, "zh-CN") as one:
        await one.enter()
        await one.practise()
        await one.hesitate()
        await one.take_a_break()
        await one.is_understood()
        heard = await one.heard()
        await one.finish_answer()
        heard += await one.heard()
        await one.go_on_to("doubt")
        heard += await one.heard()
        one.was_followed_up("".join(heard))  # the small model mishears a sentence that the break has cut
        await one.begin_answer()
        await one.turn_camera_off()
        await answered_for(house, one.person, 3)
        await one.finish_answer()
        await one.go_on_to("rest")
        await one.written_part()
