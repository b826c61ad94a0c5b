import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { sha256Hex, Sha256 } from '../sha256';
import { closeDatabase, database, StoreProblem } from './open';
import { DATABASE, VERSION } from './schema';
import { amend, append, begin, chunk, close, discard, file, layout, makeSafe, take, takes, takesIn, unsent, watchTakes } from './takes';

const NEW = {
  id: 't1', interviewId: 'int_1', packId: 'pack_1', questionId: 'q1', index: 1, path: 'offline', kind: 'voice',
  mime: 'audio/webm', startedMs: 1000, began: { page: 'page-one', steadyMs: 5, ownMs: 1000 },
} as const;
const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(closeDatabase);

describe('a take on the phone', () => {
  it('grows chunk by chunk, and its hash with it', async () => {
    await begin(NEW);
    await append('t1', bytes(1, 2, 3), 0, 1000);
    await append('t1', bytes(4, 5), 1000, 2000);
    const stored = await take('t1');
    expect(stored).toMatchObject({ chunks: 2, bytes: 5, durationMs: 2000, state: 'recording' });
    expect(new Sha256(stored?.hash).hex()).toBe(await sha256Hex(bytes(1, 2, 3, 4, 5)));
    expect(await layout('t1')).toEqual([
      { index: 0, startMs: 0, endMs: 1000, size: 3 },
      { index: 1, startMs: 1000, endMs: 2000, size: 2 },
    ]);
    expect(new Uint8Array(await (await file('t1', 'audio/webm')).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3, 4, 5]));
  });

  it('takes no chunk for a recording that is gone', async () => {
    await expect(append('nobody', bytes(1), 0, 1)).rejects.toThrow('no take');
    expect(await chunk('nobody', 0)).toBeNull();
  });

  it('is forgotten only when it is safe, and the receipt stays', async () => {
    await begin(NEW);
    await append('t1', bytes(1, 2, 3), 0, 1000);
    await makeSafe('t1', { jws: 'a.b.c', code: '7F3A·91C2', at: '2026-11-22T08:00:00Z' });
    expect(await take('t1')).toMatchObject({ state: 'safe', bytes: 3, receipt: { code: '7F3A·91C2' } });
    expect(await chunk('t1', 0)).toBeNull();
  });

  it('keeps the chunks of the others when one goes', async () => {
    await begin(NEW);
    await begin({ ...NEW, id: 't10', startedMs: 500 });
    await append('t1', bytes(1), 0, 1);
    await append('t10', bytes(2), 0, 1);
    await discard('t1');
    expect((await takes()).map((each) => each.id)).toEqual(['t10']);
    expect(await chunk('t10', 0)).not.toBeNull();
  });

  it('is counted for every screen until it is safe', async () => {
    await begin(NEW);
    await append('t1', bytes(1, 2, 3), 0, 1000);
    expect((await unsent()).count).toBe(0);
    await amend('t1', () => ({ state: 'waiting' }));
    expect(await unsent()).toEqual({ count: 1, bytes: 3 });
    await amend('t1', () => ({ sending: { whole: { url: '/uploads/1', sentBytes: 2, isThere: false, failures: 0 } } }));
    expect(await unsent()).toEqual({ count: 1, bytes: 1 });
    await makeSafe('t1', { jws: '', code: '', at: '' });
    expect((await unsent()).count).toBe(0);
  });

  it('is not counted where it is the copy of a live answer', async () => {
    await begin({ ...NEW, path: 'live' });
    await amend('t1', () => ({ state: 'waiting' }));
    expect((await unsent()).count).toBe(0);
  });

  it('tells of its changes', async () => {
    let told = 0;
    const stop = watchTakes(() => (told += 1));
    await begin(NEW);
    await amend('t1', () => ({ state: 'kept' }));
    stop();
    await discard('t1');
    expect(told).toBe(2);
    expect(await takesIn('kept')).toEqual([]);
  });
});

describe('a database of another version', () => {
  it('is left alone where a newer app wrote it', async () => {
    await new Promise<void>((resolve, reject) => {
      const asked = indexedDB.open(DATABASE, VERSION + 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('future');
      asked.onsuccess = () => (asked.result.close(), resolve());
      asked.onerror = () => reject(asked.error);
    });
    await expect(database()).rejects.toThrow(StoreProblem);
  });
});

it('closes a recording with its hash and its end by the clock of its page', async () => {
  await begin(NEW);
  await append('t1', bytes(1, 2, 3), 0, 1500);
  expect(await close('t1', 'kept', null)).toMatchObject({
    state: 'kept', sha256: await sha256Hex(bytes(1, 2, 3)), ended: { page: 'page-one', steadyMs: 1505, ownMs: 2500 },
  });
});
