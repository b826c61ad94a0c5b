/** What somebody has selected in the transcript, as a passage. Words carry `data-segment` and `data-word`, typed
 * answers `data-typed`, both within `data-turn`. */
import type { Answer, Segment } from '../review/timeline';
import type { Passage } from './evidence';

interface WordAt {
  segment: number;
  word: number;
}

const NOWHERE = { from_segment: 0, from_word: 0, to_segment: 0, to_word: 0, from_char: 0, to_char: 0 };

/** Null where nothing, or nothing of one answer alone, is selected within `root`. */
export function selectedIn(root: HTMLElement, answers: readonly Answer[]): Passage | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const text = selection.toString().replace(/\s+/g, ' ').trim();
  const turns = [...new Set([...root.querySelectorAll<HTMLElement>('[data-turn]')].filter((each) => range.intersectsNode(each)).map((each) => each.dataset['turn']))];
  const answer = turns.length === 1 ? answers.find((each) => each.turn_id === turns[0]) : undefined;
  if (!answer || text === '') return null;
  return spoken(root, range, answer, text) ?? written(root, range, answer, text);
}

function spoken(root: HTMLElement, range: Range, answer: Answer, text: string): Passage | null {
  const words = [...root.querySelectorAll<HTMLElement>('[data-word]')].filter((each) => touches(range, each));
  const [first, last] = [placeOf(words[0]), placeOf(words.at(-1))];
  if (!first || !last) return null;
  const segment = answer.segments.find((each) => each.index === first.segment);
  return {
    key: 'selected', text, startS: wordOf(segment, first.word),
    pick: {
      ...NOWHERE, turn_id: answer.turn_id, seen: answer.wording ?? '', source: 'transcript',
      from_segment: first.segment, from_word: first.word, to_segment: last.segment, to_word: last.word,
    },
  };
}

function written(root: HTMLElement, range: Range, answer: Answer, text: string): Passage | null {
  const field = [...root.querySelectorAll<HTMLElement>('[data-typed]')].find((each) => range.intersectsNode(each));
  if (!field) return null;
  const from = field.contains(range.startContainer) ? lengthUntil(field, range.startContainer, range.startOffset) : 0;
  const all = field.textContent?.length ?? 0;
  const to = field.contains(range.endContainer) ? lengthUntil(field, range.endContainer, range.endOffset) : all;
  if (to <= from) return null;
  return {
    key: 'selected', text, startS: null,
    pick: { ...NOWHERE, turn_id: answer.turn_id, seen: answer.wording ?? '', source: 'text', from_char: from, to_char: to },
  };
}

/** Characters of `field` before a place in it, as the text itself counts them. */
function lengthUntil(field: HTMLElement, container: Node, offset: number): number {
  const before = document.createRange();
  before.selectNodeContents(field);
  before.setEnd(container, offset);
  return before.toString().length;
}

/** Whether at least one character of the word is selected: its edges alone do not count. */
function touches(range: Range, word: HTMLElement): boolean {
  if (!range.intersectsNode(word)) return false;
  const own = document.createRange();
  own.selectNodeContents(word);
  return range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0;
}

function placeOf(word: HTMLElement | undefined): WordAt | null {
  const [segment, at] = [Number(word?.dataset['segment']), Number(word?.dataset['word'])];
  return word && Number.isInteger(segment) && Number.isInteger(at) ? { segment, word: at } : null;
}

function wordOf(segment: Segment | undefined, word: number): number | null {
  return segment?.words[word]?.start_s ?? segment?.start_s ?? null;
}
