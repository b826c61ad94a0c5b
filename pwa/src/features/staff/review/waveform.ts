/** The waveform of all answers on one line. Pure. */

import type { Span } from './timeline';

/** As the worker stores it: the largest amplitude of each tenth of a second or so, 0 to 255. */
export interface Peaks {
  per_second: number;
  peaks: readonly number[];
}

/** Below 1 lifts what is soft, so that quiet words are not lost beside loud ones. */
const EMPHASIS = 0.75;

/**
 * `count` heights, 0 to 1, for equal parts of the whole line; answers without peaks are flat. Each answer fills the
 * height by itself, because a quiet microphone is no quiet person.
 */
export function barsOf(spans: readonly Span[], peaksOf: (at: number) => Peaks | undefined, count: number): number[] {
  const last = spans.at(-1);
  const total = last ? last.startS + last.durationS : 0;
  const bars = Array<number>(count).fill(0);
  if (total <= 0) return bars;
  for (const span of spans) {
    const known = peaksOf(span.at);
    if (!known) continue;
    const loudest = Math.max(1, ...known.peaks);
    known.peaks.forEach((peak, index) => {
      const momentS = span.startS + Math.min((index + 0.5) / known.per_second, span.durationS);
      const bar = Math.min(count - 1, Math.floor((momentS / total) * count));
      bars[bar] = Math.max(bars[bar] ?? 0, (peak / loudest) ** EMPHASIS);
    });
  }
  return bars;
}

/** An SVG path of upright strokes, one for each bar, `width` × `height` with the middle as its axis. */
export function pathOf(bars: readonly number[], width: number, height: number): string {
  const step = width / bars.length;
  return bars
    .map((bar, index) => {
      const half = Math.max(1, (bar * (height - 2)) / 2);
      const x = ((index + 0.5) * step).toFixed(1);
      return `M${x} ${(height / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
    })
    .join('');
}
