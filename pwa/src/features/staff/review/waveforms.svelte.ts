/** Fetches the waveforms of an interview's answers, each once. */

import { get } from '../../../api/client';
import type { Answer } from './timeline';
import type { Peaks } from './waveform';

export class Waveforms {
  private known = $state.raw<Readonly<Record<string, Peaks>>>({});
  private asked: readonly string[] = [];

  of(answer: Answer | undefined): Peaks | undefined {
    return answer?.peaks_url ? this.known[keyOf(answer)] : undefined;
  }

  /** Where one cannot be had the line stays flat: it is an ornament. */
  async load(answers: readonly Answer[], signal: AbortSignal): Promise<void> {
    for (const answer of answers) {
      const key = keyOf(answer);
      if (!answer.peaks_url || this.asked.includes(key)) continue;
      this.asked = [...this.asked, key];
      try {
        const peaks = await get<Peaks>(answer.peaks_url, signal);
        this.known = { ...this.known, [key]: peaks };
      } catch {
        this.asked = this.asked.filter((other) => other !== key);
        return;
      }
    }
  }
}

/** A recording that was joined anew has another length and another waveform. */
const keyOf = (answer: Answer): string => `${answer.take_id} ${answer.duration_s}`;
