import { describe, expect, it } from 'vitest';
import { drawingOf } from './drawing';
import { begun, changed, JOINS_WITHIN_MS, redone, undone } from './history';
import { aimsOf, choicesBefore, copied, fitted, inserted, moved, newQuestion, newStep, placeFor, problemsAt, wordsOf } from './steps';
import { type FlowProblem, KINDS, type Pacing, type Step } from './types';

const PACING: Pacing = {
  reassure_after_s: 4, encourage_after_s: 8, gap_s: 5, warn_before_s: 20, extension_s: 60, extensions: 10, offer_next_after_s: 3,
  finished_share: 0.75, moves_on: false, move_on_after_s: 15, gap_step_s: 5, gap_max_s: 60, pauses: 3, pause_s: 300,
};
const named = (id: string, step: Step): Step => ({ ...step, id });
const frame = (): Step[] => [
  named('identity', newStep('identity')), named('greeting', newStep('greeting')), named('one', newStep('voice')),
  named('choice', newStep('choice')), named('fork', newStep('branch')), named('closing', newStep('closing')),
];
const ids = (steps: readonly Step[]): string => steps.map((step) => step.id).join(' ');

describe('steps', () => {
  it('moves by one and stops at the ends', () => {
    expect(ids(moved(frame(), 'one', -1))).toBe('identity one greeting choice fork closing');
    expect(ids(moved(frame(), 'identity', -1))).toBe(ids(frame()));
    expect(ids(moved(frame(), 'closing', 1))).toBe(ids(frame()));
  });

  it('puts a new step where its kind belongs, never past the closing nor ahead of the greeting', () => {
    expect(placeFor(frame(), 'video', 'one')).toBe(3);
    expect(placeFor(frame(), 'video', 'closing')).toBe(5);
    expect(placeFor(frame(), 'video', 'identity')).toBe(2);
    expect(placeFor(frame(), 'video', null)).toBe(5);
    expect(placeFor(frame(), 'device', 'closing')).toBe(1);
    expect(placeFor(frame(), 'practice', null)).toBe(2);
    expect(placeFor([], 'video', null)).toBe(0);
  });

  it('copies a step with ids of its own', () => {
    const copy = copied(frame(), 'one');
    const steps = copy?.steps ?? [];
    expect(steps).toHaveLength(7);
    expect(new Set(steps.map((step) => step.id)).size).toBe(7);
    const questions = steps.filter((step) => step.type === 'question').map((step) => step.question.id);
    expect(new Set(questions).size).toBe(questions.length);
  });

  it('makes of every kind a question with what that kind needs', () => {
    for (const kind of KINDS) {
      const question = newQuestion(kind);
      expect(question.options.length).toBe(kind === 'choice' ? 2 : 0);
      expect(question.code_languages.length > 0).toBe(kind === 'code');
      expect(question.material === null).toBe(kind !== 'scenario');
    }
    const asked = { ...newQuestion('voice'), follow_up: { most: 2, thinking_s: 10, soft_limit_s: 60, hard_limit_s: 120 } };
    expect(fitted(asked, 'code').follow_up.most).toBe(0);
    expect(fitted(asked, 'video').follow_up.most).toBe(2);
  });

  it('lets a branch lead down and look up', () => {
    expect(ids(aimsOf(frame(), 'fork'))).toBe('closing');
    expect(ids(choicesBefore(frame(), 'fork'))).toBe('choice');
    expect(choicesBefore(inserted(frame(), named('early', newStep('branch')), 2), 'early')).toEqual([]);
  });

  it('is recognised by its words in the language, or in the other one', () => {
    const step = newStep('voice') as Extract<Step, { type: 'question' }>;
    expect(wordsOf(step, 'en')).toBeNull();
    step.question.prompt = { 'zh-CN': '讲一次', en: ' ' };
    expect(wordsOf(step, 'en')).toBe('讲一次');
  });

  it('finds problems by step and field', () => {
    const problem = (step: string | null, field: string | null): FlowProblem => ({ code: 'x', step, field, text: { 'zh-CN': '', en: '' } });
    const problems = [problem('one', 'question.prompt.en'), problem('one', 'question.prompts'), problem(null, 'pacing.gap_s')];
    expect(problemsAt(problems, 'one', 'question.prompt', true)).toHaveLength(1);
    expect(problemsAt(problems, 'one', 'question.prompt')).toHaveLength(0);
    expect(problemsAt(problems, null, 'pacing.gap_s')).toHaveLength(1);
  });
});

describe('undo', () => {
  it('goes back and forth, and forgets the future at a new change', () => {
    let history = changed(changed(begun('a'), 'b', null, 0), 'c', null, 10);
    history = undone(history);
    expect(history.now).toBe('b');
    expect(redone(history).now).toBe('c');
    history = changed(history, 'd', null, 20);
    expect(redone(history)).toBe(history);
    expect(undone(undone(undone(history))).now).toBe('a');
  });

  it('takes typing in one field as one step', () => {
    let history = begun('');
    for (const [at, text] of [[0, 'h'], [100, 'he'], [200, 'hel']] as const) history = changed(history, text, 'prompt', at);
    expect(undone(history).now).toBe('');
    history = changed(history, 'hell', 'prompt', 200 + JOINS_WITHIN_MS);
    expect(undone(history).now).toBe('hel');
  });
});

describe('the drawings of pacing', () => {
  it('show the value as far from the silence as it says', () => {
    const drawing = drawingOf('reassure_after_s', { ...PACING, reassure_after_s: 7 });
    const silence = drawing?.stretches.find((each) => each.kind === 'silence');
    const mark = drawing?.marks.find((each) => each.isMain);
    expect((mark?.at ?? 0) - (silence?.from ?? 0)).toBe(7);
  });

  it('stay within their line for every value', () => {
    for (const field of Object.keys(PACING) as (keyof Pacing)[]) {
      for (const moves_on of [true, false]) {
        const drawing = drawingOf(field, { ...PACING, moves_on });
        for (const { from, to } of drawing?.stretches ?? []) expect(0 <= from && from < to && to <= (drawing?.total ?? 0)).toBe(true);
        for (const { at } of drawing?.marks ?? []) expect(at >= 0 && at <= (drawing?.total ?? 0)).toBe(true);
      }
    }
  });
});
