/** Passages of answers: what can be picked, what was picked, and where it stands in the text. Pure. */
import type { Answer, Segment } from '../review/timeline';
import type { Content, Evidence, Pick, RubricCompetency } from './types';

/** Something that can be picked as a whole: a segment of speech, a correction, a sentence that was typed. */
export interface Passage {
  key: string;
  text: string;
  startS: number | null;
  pick: Omit<Pick, 'id'>;
}

/** A picked passage in the text: its number there, and the look of its competency. */
export interface Mark {
  number: number;
  tone: number;
  evidence: Evidence;
}

const NOWHERE = { from_segment: 0, from_word: 0, to_segment: 0, to_word: 0, from_char: 0, to_char: 0 };
const TONES = 4;
const SENTENCE = /[^.!?。！？\n]+(?:[.!?。！？]+["”’）)]*|\n|$)/gu;

/** An id of this device's making; the server keeps it. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 20);
}

/** Everything of an answer that can be picked at one tap, in order. */
export function passagesOf(answer: Answer): Passage[] {
  const common = { turn_id: answer.turn_id, seen: answer.wording ?? '', ...NOWHERE };
  const spoken = answer.segments.flatMap((segment): Passage[] => {
    const at = { from_segment: segment.index, to_segment: segment.index };
    const said: Passage = {
      key: `${answer.turn_id}-${segment.index}`, text: segment.text, startS: segment.start_s,
      pick: { ...common, ...at, source: 'transcript', to_word: Math.max(0, segment.words.length - 1) },
    };
    if (!segment.corrected) return [said];
    const corrected: Passage = {
      key: `${said.key}-c`, text: segment.corrected, startS: segment.start_s, pick: { ...common, ...at, source: 'correction' },
    };
    return [said, corrected];
  });
  return spoken.length > 0 ? spoken : typed(answer.text ?? '').map((part) => ({
    key: `${answer.turn_id}-t${part.from}`, text: part.text, startS: null,
    pick: { ...common, source: 'text', from_char: part.from, to_char: part.to },
  }));
}

/** The sentences of a text, without the space around them. */
export function typed(text: string): { text: string; from: number; to: number }[] {
  return [...text.matchAll(SENTENCE)].flatMap((found) => {
    const words = found[0].trim();
    if (words === '') return [];
    const from = found.index + found[0].indexOf(words);
    return [{ text: words, from, to: from + words.length }];
  });
}

/** As it looks until the server has read it: the same words as they are seen here. */
export function provisional(passage: Pick_, quote: string, place: { takeId: string | null; startS: number | null; endS: number | null }): Evidence {
  return {
    pick: { ...passage, id: newId() }, quote, take_id: place.takeId, start_s: place.startS, end_s: place.endS,
    media_sha256: null, picked_at: new Date().toISOString(),
  };
}
type Pick_ = Omit<Pick, 'id'>;

/** All evidence of a card, numbered in the order of the interview; a passage picked twice has two numbers. */
export function marksOf(content: Content, competencies: readonly RubricCompetency[], answers: readonly Answer[]): Mark[] {
  const place = (evidence: Evidence): readonly number[] => {
    const { pick } = evidence;
    return [answers.findIndex((each) => each.turn_id === pick.turn_id), pick.from_segment, pick.from_word, pick.from_char];
  };
  const all = competencies.flatMap((competency, at) =>
    (content.ratings.find((each) => each.competency_id === competency.id)?.evidence ?? []).map((evidence) => ({ evidence, tone: at % TONES })),
  );
  return all
    .map((each) => ({ ...each, place: place(each.evidence) }))
    .sort((one, other) => compared(one.place, other.place))
    .map(({ evidence, tone }, at) => ({ evidence, tone, number: at + 1 }));
}

function compared(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < one.length; at += 1) {
    const less = (one[at] ?? 0) - (other[at] ?? 0);
    if (less !== 0) return less;
  }
  return 0;
}

/** The mark that a word of a segment lies in, and whether it is its last word. */
export function markOfWord(marks: readonly Mark[], answer: Answer, segment: Segment, word: number): { mark: Mark; isLast: boolean } | null {
  for (const mark of marks) {
    const { pick } = mark.evidence;
    if (pick.source !== 'transcript' || pick.turn_id !== answer.turn_id) continue;
    const isAfter = segment.index > pick.from_segment || (segment.index === pick.from_segment && word >= pick.from_word);
    const isBefore = segment.index < pick.to_segment || (segment.index === pick.to_segment && word <= pick.to_word);
    if (isAfter && isBefore) return { mark, isLast: segment.index === pick.to_segment && word === pick.to_word };
  }
  return null;
}

export interface Piece {
  text: string;
  mark: Mark | null;
  isLast: boolean;
}

/** A typed text cut where marks begin and end; where two overlap the first is shown. */
export function piecesOfText(text: string, turn: string, marks: readonly Mark[]): Piece[] {
  const ours = marks.filter(({ evidence: { pick } }) => pick.source === 'text' && pick.turn_id === turn);
  const cuts = new Set([0, text.length]);
  for (const { evidence: { pick } } of ours) {
    cuts.add(Math.min(pick.from_char, text.length));
    cuts.add(Math.min(pick.to_char, text.length));
  }
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? text.length;
    const mark = ours.find(({ evidence: { pick } }) => pick.from_char <= from && to <= pick.to_char) ?? null;
    return { text: text.slice(from, to), mark, isLast: mark !== null && mark.evidence.pick.to_char === to };
  });
}
