import { describe, expect, it } from 'vitest';
import { barsOf, pathOf, type Peaks } from './waveform';
import { spansOf, type Answer } from './timeline';

const spans = spansOf([
  { index: 1, duration_s: 4, text: null, media_url: '/m' } as Answer,
  { index: 2, duration_s: null, text: 'typed', media_url: null } as Answer,
  { index: 3, duration_s: 4, text: null, media_url: '/m' } as Answer,
]);
const peaks: Record<number, Peaks> = {
  0: { per_second: 1, peaks: [0, 40, 10, 0] },
  2: { per_second: 2, peaks: [0, 0, 0, 0, 250, 250, 250, 250] },
};

describe('the waveform of all answers', () => {
  it('lies under the answers, each filling the height by itself, and is flat where nothing is known', () => {
    const bars = barsOf(spans, (at) => peaks[at], 16);
    expect(bars.slice(0, 4)).toEqual([0, 1, expect.closeTo(0.35), 0]);
    expect(bars.slice(4, 12)).toEqual(Array(8).fill(0));
    expect(bars.slice(12)).toEqual([0, 0, 1, 1]);
  });

  it('keeps the loudest of what falls into one bar', () => {
    expect(barsOf(spans, (at) => peaks[at], 2)).toEqual([1, 1]);
  });

  it('is flat without anything to show', () => {
    expect(barsOf([], () => undefined, 3)).toEqual([0, 0, 0]);
  });

  it('is drawn as strokes around the middle, a dot where it is silent', () => {
    expect(pathOf([0, 1], 8, 20)).toBe('M2.0 9.0v2.0M6.0 1.0v18.0');
  });
});
