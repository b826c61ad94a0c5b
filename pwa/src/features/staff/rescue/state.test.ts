import { describe, expect, it } from 'vitest';
import { cards, moved, type RescueCall, rings, standingOf, summary, uncovered } from './state';

const call = (id: string, part: Partial<RescueCall> = {}): RescueCall =>
  ({ id, state: 'calling', is_called: true, is_ringing: true, is_mine: false, ...part }) as RescueCall;
const OFFICE = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, hours: [{ start_min: 540, end_min: 1080 }] }));
const clockOf = (minutes: number): string => `${minutes / 60}`;

describe('a call', () => {
  it('rings for whoever was called and has not answered', () => {
    expect(standingOf(call('a'))).toBe('ringing');
    expect(standingOf(call('a', { is_ringing: false }))).toBe('quiet');
    expect(standingOf(call('a', { state: 'accepted', is_ringing: false }))).toBe('taken');
    expect(standingOf(call('a', { state: 'accepted', is_ringing: false, is_mine: true }))).toBe('mine');
  });

  it('is shown as taken only to whom it has rung, until it is put away', () => {
    const calls = [call('a'), call('b', { state: 'accepted', is_ringing: false }), call('c', { is_called: false, is_ringing: false })];
    expect(cards(calls, new Set(), new Set()).map((each) => each.id)).toEqual(['a']);
    expect(cards(calls, new Set(['b']), new Set()).map((each) => each.id)).toEqual(['a', 'b']);
    expect(cards(calls, new Set(['b']), new Set(['a', 'b']))).toEqual([]);
  });

  it('is heard while people are being called, not once everybody has been', () => {
    expect(rings([call('a')])).toBe(true);
    expect(rings([call('a', { state: 'unanswered' })])).toBe(false);
    expect(rings([])).toBe(false);
  });
});

describe('a rota', () => {
  it('is said in few words', () => {
    expect(summary(OFFICE, clockOf)).toEqual([{ from: 1, to: 5, hours: '9–18' }]);
    expect(summary([], clockOf)).toEqual([]);
  });

  it('names the days on which nobody is there', () => {
    expect(uncovered([{ duties: [{ member_id: 'li', weekly: OFFICE }] }])).toEqual([6, 7]);
    expect(uncovered([{ duties: [] }])).toHaveLength(7);
  });

  it('moves levels up and down', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
