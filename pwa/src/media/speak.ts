/** The interviewer's voice, where the browser has one. Captions are always shown; speech never holds anything up. */

export interface Voice {
  /** Resolves when the words are spoken, or at once where there is no voice. `rate` 1 is the usual pace. */
  say(text: string, language: string, rate?: number): Promise<void>;
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

const UNHURRIED = 0.95;

export function browserVoice(synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis): Voice {
  return {
    say(text, language, rate = 1) {
      const voice = synthesis ? chooseVoice(synthesis.getVoices(), language) : null;
      if (!synthesis || !voice) return Promise.resolve();
      synthesis.cancel();
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = UNHURRIED * Math.min(1.5, Math.max(0.5, rate));
      return new Promise((resolve) => {
        // Engines have been seen to end without an event: the words' own length bounds the wait.
        const bound = setTimeout(resolve, (2000 + text.length * 250) / Math.min(1, rate));
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
