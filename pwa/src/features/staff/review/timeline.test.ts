import { describe, expect, it } from 'vitest';
import { activeSegment, begunBy, captionAt, confidenceOf, locate, neighbour, piecesOf, spansOf, totalS, type Answer, type Segment } from './timeline';

const answer = (index: number, duration_s: number | null, text: string | null = null): Answer =>
  ({ index, duration_s, text, media_url: duration_s === null ? null : `/m/${index}` }) as Answer;
const segment = (start_s: number, end_s: number, confidence = 0.9): Segment =>
  ({ index: 0, start_s, end_s, confidence, text: '', words: [] }) as Segment;

describe('one line over several answers', () => {
  const spans = spansOf([answer(1, 60), answer(2, null), answer(3, null, 'typed'), answer(4, 30)]);

  it('lays them end to end; what is still being processed takes no room', () => {
    expect(spans.map((span) => [span.startS, span.durationS])).toEqual([[0, 60], [60, 0], [60, 8], [68, 30]]);
    expect(totalS(spans)).toBe(98);
    expect(totalS([])).toBe(0);
  });

  it('finds the answer under any moment, clamped to the ends', () => {
    expect(locate(spans, 59.9)).toEqual({ at: 0, offsetS: 59.9 });
    expect(locate(spans, 61)).toEqual({ at: 2, offsetS: 1 });
    expect(locate(spans, 500)).toEqual({ at: 3, offsetS: 30 });
    expect(locate(spans, -3)).toEqual({ at: 0, offsetS: 0 });
    expect(locate([], 3)).toBeNull();
  });

  it('goes on to the next answer that has something to show', () => {
    expect(neighbour(spans, 0, 1)).toBe(2);
    expect(neighbour(spans, 3, 1)).toBeNull();
    expect(neighbour(spans, 2, -1)).toBe(0);
  });
});

describe('the running transcript', () => {
  const segments = [segment(1, 3), segment(4, 6), segment(12, 14)];

  it('marks what is being said, and nothing in a long pause', () => {
    expect([0, 1, 3.5, 4, 6.9, 9, 13].map((s) => activeSegment(segments, s))).toEqual([-1, 0, 0, 1, 1, -1, 2]);
  });

  it('finds the place by halving', () => {
    expect(begunBy(segments, 0.5)).toBe(-1);
    expect(begunBy(segments, 100)).toBe(2);
  });

  it('weighs confidence by time', () => {
    expect(confidenceOf([segment(0, 3, 1), segment(3, 4, 0.6)])).toBeCloseTo(0.9);
    expect(confidenceOf([])).toBeNull();
  });
});

describe('words and captions', () => {
  const said = (text: string, parts: string[]): Segment => ({
    ...segment(0, parts.length),
    text,
    words: parts.map((part, at) => ({ text: part, start_s: at, end_s: at + 1, probability: 1 })),
  });

  it('keeps the spaces of English and adds none to Chinese', () => {
    const joined = (each: Segment): string => piecesOf(each).map(({ before, shown }) => before + shown).join('');
    expect(joined(said('I see, well.', ['I', 'see,', 'well.']))).toBe('I see, well.');
    expect(joined(said('我看，好。', ['我', '看，', '好。']))).toBe('我看，好。');
    expect(joined(said('Well, yes.', ['Well,', ' ', 'yes.']))).toBe('Well, yes.');
  });

  it('shows two lines at a time, those of the moment', () => {
    const long = said(Array(30).fill('word').join(' '), Array<string>(30).fill('word'));
    expect(captionAt([long], 0.5)).toBe(Array(15).fill('word').join(' '));
    expect(captionAt([long], 15.5)).toBe(Array(15).fill('word').join(' '));
    expect(captionAt([long], 31)).toBe('');
    expect(captionAt([], 1)).toBe('');
  });
});
