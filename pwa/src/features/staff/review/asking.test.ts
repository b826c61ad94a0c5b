import { describe, expect, it } from 'vitest';
import type { Review } from '../../../api/types';
import { openAs, totalOf } from './asking';
import type { Answer } from './timeline';

const AT = '2026-11-22T10:00:00Z';
const answer = (values: Partial<Answer>): Answer => ({ index: 1, started_at: null, ended_at: null, ...values }) as Answer;
const review = (state: Review['state'], ...places: number[]): Review =>
  ({ state, answers: places.map((index) => answer({ index })) }) as Review;

describe('a question of a running interview', () => {
  it('is asked, then answered, or put off', () => {
    expect(openAs(answer({}), 'live')).toBe('asked');
    expect(openAs(answer({ started_at: AT }), 'live')).toBe('answering');
    expect(openAs(answer({ was_skipped: true }), 'live')).toBe('put_off');
  });

  it('is not being answered while the interview stands', () => {
    expect(openAs(answer({ started_at: AT }), 'paused')).toBe('asked');
  });

  it('is open no longer once it has ended, or the interview has', () => {
    expect(openAs(answer({ started_at: AT, ended_at: AT }), 'live')).toBeNull();
    expect(openAs(answer({}), 'withdrawn')).toBeNull();
    expect(openAs(answer({ was_skipped: true }), 'reviewable')).toBeNull();
  });
});

describe('how many questions there are', () => {
  it('is what the candidate reads, as soon as it is known', () => {
    expect(totalOf(review('live', 1, 2), 3)).toBe(3);
    expect(totalOf(review('live', 1, 2), null)).toBeNull();
    expect(totalOf(review('paused', 1), null)).toBeNull();
  });

  it('leaves out follow-ups, which share the number of their question', () => {
    expect(totalOf(review('reviewable', 1, 2, 2, 3), null)).toBe(3);
    expect(totalOf(review('reviewable', 1, 4), null)).toBe(4);
    expect(totalOf(review('invited'), null)).toBe(0);
  });
});
