import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Segment } from '../review/timeline';
import { marksOf, markOfWord, passagesOf, piecesOfText, typed } from './evidence';
import { forget, keep, recall } from './kept';
import { merged, withTheirs } from './merge';
import { selectedIn } from './selection';
import { EMPTY, problemsOf, ratingOf, withRating, type CardRubric, type Content, type Evidence } from './types';

const segment = (index: number, words: string[], corrected: string | null = null): Segment => ({
  index, start_s: index * 10, end_s: index * 10 + words.length, text: `${words.join(' ')}.`, confidence: 1, corrected,
  words: words.map((text, at) => ({ text, start_s: index * 10 + at, end_s: index * 10 + at + 1, probability: 1 })),
});
const spoken = { turn_id: 't1', index: 1, kind: 'voice', wording: 'v1', text: null, segments: [segment(0, ['I', 'rang', 'her']), segment(1, ['Then', 'again'], 'Then twice')] } as unknown as Answer;
const written = { turn_id: 't2', index: 2, kind: 'text', wording: 'v2', text: 'Dear Ann. I am sorry!\nYours', segments: [] } as unknown as Answer;
const nowhere = { from_segment: 0, from_word: 0, to_segment: 0, to_word: 0, from_char: 0, to_char: 0 };
const evidence = (id: string, pick: Partial<Evidence['pick']>): Evidence => ({
  pick: { ...nowhere, id, turn_id: 't1', seen: 'v1', source: 'transcript', ...pick }, quote: id, take_id: null, start_s: null, end_s: null,
  media_sha256: null, picked_at: '2026-11-22T09:00:00Z',
});
const anchors = [1, 2, 3, 4, 5].map((level) => ({ en: `at ${level}`, 'zh-CN': `${level} 分` }));
const rubric: CardRubric = {
  id: 'rub_1', number: 1,
  competencies: ['calm', 'plain'].map((id) => ({ id, name: { en: id, 'zh-CN': id }, weight: 50, anchors })),
};

describe('passages', () => {
  it('are the segments of speech with what the candidate corrected, and the sentences of what was typed', () => {
    expect(passagesOf(spoken).map((each) => [each.text, each.pick.source, each.pick.to_word])).toEqual([
      ['I rang her.', 'transcript', 2], ['Then again.', 'transcript', 1], ['Then twice', 'correction', 0],
    ]);
    expect(passagesOf(written).map((each) => each.text)).toEqual(['Dear Ann.', 'I am sorry!', 'Yours']);
  });

  it('know where each typed sentence stands, in Chinese too', () => {
    const text = '先听她说完。 再约时间！\n\n谢谢';
    for (const each of typed(text)) expect(text.slice(each.from, each.to)).toBe(each.text);
    expect(typed(text).map((each) => each.text)).toEqual(['先听她说完。', '再约时间！', '谢谢']);
    expect(typed(' \n ')).toEqual([]);
  });
});

describe('marks', () => {
  const content: Content = withRating(
    withRating(EMPTY, 'plain', { evidence: [evidence('late', { turn_id: 't2', source: 'text', from_char: 10, to_char: 21 })] }),
    'calm', { evidence: [evidence('two', { from_segment: 0, from_word: 2, to_segment: 1, to_word: 0 }), evidence('one', { to_word: 0 })] },
  );
  const marks = marksOf(content, rubric.competencies, [spoken, written]);

  it('are numbered in the order of the interview and look like their competency', () => {
    expect(marks.map((each) => [each.evidence.pick.id, each.number, each.tone])).toEqual([['one', 1, 0], ['two', 2, 0], ['late', 3, 1]]);
  });

  it('cover their words over segments and end with the last', () => {
    const [first, second] = spoken.segments;
    if (!first || !second) throw new Error('two segments');
    const at = (part: Segment, word: number) => { const found = markOfWord(marks, spoken, part, word); return found && [found.mark.number, found.isLast]; };
    expect([at(first, 0), at(first, 1), at(first, 2), at(second, 0), at(second, 1)]).toEqual([[1, true], null, [2, false], [2, true], null]);
  });

  it('cut a typed text where they begin and end', () => {
    const pieces = piecesOfText(written.text ?? '', 't2', marks);
    expect(pieces.map((each) => [each.text, each.mark?.number ?? 0, each.isLast])).toEqual([['Dear Ann. ', 0, false], ['I am sorry!', 3, true], ['\nYours', 0, false]]);
  });
});

describe('two devices', () => {
  const base = withRating(EMPTY, 'calm', { level: 3, reason: 'was', evidence: [evidence('a', {}), evidence('b', {})] });

  it('are joined where each wrote something else', () => {
    const mine = withRating(base, 'calm', { reason: 'mine' });
    const theirs = { ...withRating(base, 'plain', { level: 5 }), comment: 'theirs' };
    const found = merged(base, mine, theirs);
    expect(found.differences).toEqual([]);
    expect(ratingOf(found.content, 'calm').reason).toBe('mine');
    expect([ratingOf(found.content, 'plain').level, found.content.comment]).toEqual([5, 'theirs']);
  });

  it('are both told where they wrote the same field, and either can be taken', () => {
    const mine = withRating(base, 'calm', { level: 4, reason: 'mine' });
    const theirs = withRating(base, 'calm', { level: null, is_unassessed: true, reason: 'mine' });
    const { content, differences } = merged(base, mine, theirs);
    expect(differences).toEqual([{ competency: 'calm', field: 'level', mine: 4, theirs: 0 }]);
    expect(ratingOf(content, 'calm').level).toBe(4);
    const taken = ratingOf(withTheirs(content, differences), 'calm');
    expect([taken.level, taken.is_unassessed]).toEqual([null, true]);
  });

  it('keep what either picked and let go what either removed', () => {
    const mine = withRating(base, 'calm', { evidence: [evidence('a', {}), evidence('b', {}), evidence('mine', {})] });
    const theirs = withRating(base, 'calm', { evidence: [evidence('b', {}), evidence('theirs', {})] });
    const ids = ratingOf(merged(base, mine, theirs).content, 'calm').evidence.map((each) => each.pick.id);
    expect(ids.sort()).toEqual(['b', 'mine', 'theirs']);
  });

  it('agree without a word where both wrote the same', () => {
    const both = withRating(base, 'calm', { level: 5 });
    expect(merged(base, both, both).differences).toEqual([]);
  });
});

describe('a card', () => {
  it('lacks what the server would say, in the order of the rubric', () => {
    const content = withRating(withRating(EMPTY, 'calm', { level: 4, reason: ' ' }), 'plain', { is_unassessed: true });
    expect(problemsOf(content, rubric, true).map((each) => each.code)).toEqual(['reason_missing', 'evidence_missing', 'recommendation_missing']);
    expect(problemsOf(content, rubric, false).map((each) => each.code)).toEqual(['reason_missing', 'recommendation_missing']);
  });

  it('is kept on the device for one person and interview, and goes when it is no longer needed', () => {
    localStorage.clear();
    keep('mem_1', 'int_1', { content: { ...EMPTY, comment: 'mine' }, base: EMPTY });
    expect(recall('mem_1', 'int_1')?.content.comment).toBe('mine');
    expect([recall('mem_2', 'int_1'), recall('mem_1', 'int_2')]).toEqual([null, null]);
    forget('mem_1', 'int_1');
    expect(recall('mem_1', 'int_1')).toBeNull();
    localStorage.setItem('greenroom.own.card.mem_1.int_1', '{"content":7}');
    expect(recall('mem_1', 'int_1')).toBeNull();
  });
});

describe('a selection', () => {
  let root: HTMLElement;
  beforeEach(() => {
    root = document.createElement('div');
    const line = document.createElement('p');
    line.dataset['turn'] = 't2';
    const field = document.createElement('span');
    field.dataset['typed'] = '';
    field.append('Dear Ann. ', Object.assign(document.createElement('mark'), { textContent: 'I am sorry!' }));
    line.append(field);
    root.append(line);
    document.body.append(root);
  });
  afterEach(() => root.remove());

  it('in a typed answer counts the characters of the answer, over marks', () => {
    const [plain, mark] = [root.querySelector('span')?.firstChild, root.querySelector('mark')?.firstChild];
    if (!plain || !mark) throw new Error('the field');
    const range = document.createRange();
    range.setStart(plain, 5);
    range.setEnd(mark, 4);
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
    const found = selectedIn(root, [written]);
    expect([found?.pick.source, found?.pick.from_char, found?.pick.to_char]).toEqual(['text', 5, 14]);
  });

  it('of nothing is nothing', () => {
    document.getSelection()?.removeAllRanges();
    expect(selectedIn(root, [written])).toBeNull();
  });
});
