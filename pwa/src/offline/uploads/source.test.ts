import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeDatabase } from '../store/open';
import { append, begin, layout } from '../store/takes';
import { ChunkSource } from './source';

const TAKE = {
  id: 't1', interviewId: 'int_1', path: 'offline', questionId: 'q1', index: 1, kind: 'voice', mime: 'audio/webm', startedMs: 1,
  began: { page: 'page-one', steadyMs: 0, ownMs: 0 },
} as const;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await begin(TAKE);
  for (const values of [[1, 2, 3], [4], [5, 6, 7, 8]]) await append('t1', Uint8Array.from(values).buffer, 0, 1);
});
afterEach(closeDatabase);

it('reads every range as if the chunks were one file', async () => {
  const whole = [1, 2, 3, 4, 5, 6, 7, 8];
  const source = new ChunkSource('t1', await layout('t1'));
  expect(source.size).toBe(8);
  for (let start = 0; start <= 8; start++) {
    for (let end = start; end <= 10; end++) {
      const { value, done } = await source.slice(start, end);
      expect([...value]).toEqual(whole.slice(start, end));
      expect(done).toBe(end >= 8);
    }
  }
});

it('joins chosen chunks behind the head', async () => {
  const parts = await layout('t1');
  const source = new ChunkSource('t1', [parts[0], parts[2]].filter((part) => part !== undefined));
  expect([...(await source.slice(0, 99)).value]).toEqual([1, 2, 3, 5, 6, 7, 8]);
});

it('does not invent what is missing', async () => {
  const source = new ChunkSource('t1', [{ index: 9, startMs: 0, endMs: 1, size: 3 }]);
  await expect(source.slice(0, 3)).rejects.toThrow('chunk 9');
});
