import { beforeEach, expect, it } from 'vitest';
import { NONE, noteWaiting, readWaiting, watchWaiting } from './waiting';

beforeEach(() => localStorage.clear());

it('is remembered from page to page and told to every screen', () => {
  const told: number[] = [];
  const stop = watchWaiting((waiting) => told.push(waiting.count));
  noteWaiting({ count: 2, bytes: 14_000_000 });
  expect(readWaiting()).toEqual({ count: 2, bytes: 14_000_000 });
  noteWaiting(NONE);
  stop();
  noteWaiting({ count: 1, bytes: 1 });
  expect(told).toEqual([2, 0]);
});

it('is none where the note is not ours', () => {
  for (const note of ['', 'x', '{"count":"2"}', 'null']) {
    localStorage.setItem('greenroom.waiting', note);
    expect(readWaiting()).toEqual(NONE);
  }
});
