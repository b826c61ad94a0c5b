/** One line of time over all answers of an interview, each of which is a file of its own. Pure. */

import type { components } from '../../../api/schema';

export type Review = components['schemas']['Review'];
export type Answer = components['schemas']['ReviewAnswer'];
export type Segment = Answer['segments'][number];

export interface Span {
  /** Position in `Review.answers`. */
  at: number;
  index: number;
  startS: number;
  durationS: number;
  isPlayable: boolean;
}

/** A typed answer takes this much of the line, so that it can be seen and clicked. */
const TYPED_SHARE_S = 8;

export function spansOf(answers: readonly Answer[]): Span[] {
  let startS = 0;
  return answers.map((answer, at) => {
    const durationS = answer.duration_s ?? (answer.text === null ? 0 : TYPED_SHARE_S);
    const span = { at, index: answer.index, startS, durationS, isPlayable: answer.media_url !== null };
    startS += durationS;
    return span;
  });
}

export function totalS(spans: readonly Span[]): number {
  const last = spans.at(-1);
  return last ? last.startS + last.durationS : 0;
}

/** Which answer a moment of the whole line falls into, and where in it; clamped to the line. */
export function locate(spans: readonly Span[], momentS: number): { at: number; offsetS: number } | null {
  const lasting = spans.filter((span) => span.durationS > 0);
  const first = lasting[0];
  if (!first) return null;
  const span = [...lasting].reverse().find((candidate) => candidate.startS <= momentS) ?? first;
  return { at: span.at, offsetS: Math.min(Math.max(0, momentS - span.startS), span.durationS) };
}

/** The playable answer after (or before) one, for playing on and for the arrow keys. */
export function neighbour(spans: readonly Span[], at: number, direction: 1 | -1): number | null {
  for (let next = at + direction; next >= 0 && next < spans.length; next += direction) {
    if ((spans[next]?.durationS ?? 0) > 0) return next;
  }
  return null;
}

/** Index of the last item that has begun by `momentS`, -1 before the first; items are sorted by start. */
export function begunBy(items: readonly { start_s: number }[], momentS: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start_s ?? Infinity) <= momentS) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The segment that is being said, or -1 in a pause longer than a second. */
export function activeSegment(segments: readonly Segment[], momentS: number): number {
  const at = begunBy(segments, momentS);
  const segment = segments[at];
  return segment && momentS <= segment.end_s + 1 ? at : -1;
}

/** Mean recognition confidence over the words' time, 0 to 1; null without words. */
export function confidenceOf(segments: readonly Segment[]): number | null {
  let weight = 0;
  let sum = 0;
  for (const segment of segments) {
    const lengthS = Math.max(0.01, segment.end_s - segment.start_s);
    weight += lengthS;
    sum += segment.confidence * lengthS;
  }
  return weight > 0 ? sum / weight : null;
}

export type Word = Segment['words'][number];

/**
 * The words of a segment with the text that stands before each: spaces between English words, none between Chinese.
 * Words that the text does not hold (recognisers normalise) follow their predecessor directly; empty ones are left out.
 * `at` is the word's place in the segment.
 */
export function piecesOf(segment: Segment): { at: number; before: string; word: Word; shown: string }[] {
  let read = 0;
  return segment.words.flatMap((word, at) => {
    const shown = word.text.trim();
    if (shown === '') return [];
    const found = segment.text.indexOf(shown, read);
    const before = found < 0 ? '' : segment.text.slice(read, found);
    if (found >= 0) read = found + shown.length;
    return [{ at, before, word, shown }];
  });
}

/** Widths as the eye counts them: a Chinese character is two wide. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu)?.length ?? 0);
}

const CUE_WIDTH = 76;

/** The two lines of caption that belong to a moment; '' in a pause. */
export function captionAt(segments: readonly Segment[], momentS: number): string {
  const segment = segments[begunBy(segments, momentS)];
  if (!segment || momentS > segment.end_s + 0.4) return '';
  let cue = '';
  for (const { before, word, shown } of piecesOf(segment)) {
    if (widthOf(cue + before + shown) > CUE_WIDTH) {
      if (word.start_s > momentS) break;
      cue = '';
    }
    cue += cue === '' ? shown : before + shown;
  }
  return cue === '' ? segment.text : cue;
}
