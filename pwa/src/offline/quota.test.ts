import { expect, it } from 'vitest';
import { roomFrom } from './quota';

it('tells when answers hardly fit any more', () => {
  expect(roomFrom(1e9, 1e6).level).toBe('enough');
  expect(roomFrom(1e9, 0.95e9)).toEqual({ freeBytes: 5e7, level: 'low' });
  expect(roomFrom(1e9, 0.99e9).level).toBe('full');
  expect(roomFrom(1e9, 2e9).freeBytes).toBe(0);
});

it('does not frighten where the browser does not say', () => {
  expect(roomFrom(undefined, undefined)).toEqual({ freeBytes: null, level: 'enough' });
});
