import { describe, expect, it } from 'vitest';
import { HARD_LIMIT_S, THINKING_S, after, allowed, begin, tick, viewOf, type Practice } from './machine';

const prompt = { 'zh-CN': '问', en: 'Q' };
const words = (text: string): number => text.split(' ').filter(Boolean).length;
const act = (practice: Practice, kind: Parameters<typeof after>[1], nowMs: number, text?: string): Practice =>
  after(practice, kind, text === undefined ? {} : { text }, nowMs, words);

describe('a practice question', () => {
  it('goes from thinking to the answer to its length', () => {
    const answering = act(begin('voice', 0), 'start_answer', 5000);
    const over = act(answering, 'done', 35_000);
    expect(over).toMatchObject({ phase: 'acknowledged', lengthS: 30 });
    const view = viewOf(over, 40_000, 0, 3, prompt);
    expect(view.acknowledgement).toMatchObject({ length_s: 30, words: null, fit: 'fits', is_practice: true });
    expect(view.turn).toBeNull();
  });

  it('begins the answer by itself when the thinking time is over, and ends it at the limit', () => {
    const thinking = begin('voice', 0);
    expect(tick(thinking, THINKING_S * 1000 - 1).phase).toBe('thinking');
    const answering = tick(thinking, THINKING_S * 1000 + 400);
    expect(answering).toMatchObject({ phase: 'answering', sinceMs: THINKING_S * 1000 });
    expect(tick(answering, (THINKING_S + HARD_LIMIT_S) * 1000).phase).toBe('acknowledged');
  });

  it('gives ten more minutes, one by one, and no eleventh', () => {
    let practice = act(begin('voice', 0), 'start_answer', 0);
    for (let i = 0; i < 12; i++) practice = act(practice, 'more_time', 0);
    expect(practice.hardLimitS).toBe(HARD_LIMIT_S + 600);
    expect(allowed(practice)).not.toContain('more_time');
  });

  it('counts a typed answer by its words', () => {
    const typed = act(begin('text', 0), 'start_answer', 0);
    expect(viewOf(act(typed, 'done', 1000, 'five words are not many'), 1000, 0, 1, prompt).acknowledgement).toMatchObject({
      length_s: null, words: 5, fit: 'short',
    });
  });

  it('can be done again, marked as such', () => {
    const again = act(act(act(begin('voice', 0), 'start_answer', 0), 'done', 1000), 'retake', 2000);
    expect(again).toMatchObject({ phase: 'thinking', attempt: 1, sinceMs: 2000 });
    expect(viewOf(again, 2000, 0, 1, prompt).turn).toMatchObject({ retake: 1, is_practice: true });
  });

  it('leaves alone what is not allowed', () => {
    const practice = begin('voice', 0);
    for (const kind of ['done', 'continue', 'skip', 'pause', 'help'] as const) expect(act(practice, kind, 9)).toBe(practice);
  });

  it('tells the time that is left from its own clock', () => {
    const view = viewOf(begin('voice', 1000), 6000, 50_000, 1, prompt);
    expect(view.turn?.thinking_until).toBe(new Date(65_000).toISOString());
  });
});
