/** The interviewer's voice, where the browser has one. Captions are always shown; speech never holds anything up. */

export interface Voice {
  /** Resolves when the words are spoken, or at once where there is no voice. */
  say(text: string, language: string): Promise<void>;
  hush(): void;
}

/** The best of the voices for a language tag: same region first, local ones before those that need the network. */
export function chooseVoice(voices: readonly SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | null {
  const wanted = language.toLowerCase();
  const base = wanted.split('-')[0] ?? wanted;
  const rank = (voice: SpeechSynthesisVoice): number => {
    const tag = voice.lang.toLowerCase().replace('_', '-');
    if (!tag.startsWith(base)) return -1;
    return (tag === wanted ? 4 : 0) + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0);
  };
  const best = [...voices].sort((a, b) => rank(b) - rank(a))[0];
  return best && rank(best) >= 0 ? best : null;
}

export function browserVoice(synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis): Voice {
  return {
    say(text, language) {
      const voice = synthesis ? chooseVoice(synthesis.getVoices(), language) : null;
      if (!synthesis || !voice) return Promise.resolve();
      synthesis.cancel();
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.95;
      return new Promise((resolve) => {
        // Engines have been seen to end without an event: the words' own length bounds the wait.
        const bound = setTimeout(resolve, 2000 + text.length * 250);
        const done = (): void => {
          clearTimeout(bound);
          resolve();
        };
        utterance.addEventListener('end', done);
        utterance.addEventListener('error', done);
        synthesis.speak(utterance);
      });
    },
    hush() {
      synthesis?.cancel();
    },
  };
}
