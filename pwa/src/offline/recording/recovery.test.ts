import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeDatabase } from '../store/open';
import { append, begin, take, takes } from '../store/takes';
import { holdTake } from './holding';
import { recover } from './recovery';

const NEW = {
  id: 't1', interviewId: 'int_1', packId: 'pack_1', questionId: 'q1', index: 1, path: 'offline', kind: 'voice',
  mime: 'audio/webm', startedMs: 1000, began: { page: 'page-one', steadyMs: 5, ownMs: 1000 },
} as const;

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()));
afterEach(closeDatabase);

it('offers a recording that the app was killed in, with all chunks but the last', async () => {
  await begin(NEW);
  await append('t1', new ArrayBuffer(3), 0, 1000);
  const cut = await recover();
  expect(cut).toMatchObject([{ id: 't1', state: 'cut', endedBy: 'app_closed', durationMs: 1000 }]);
});

it('leaves a recording alone that still runs', async () => {
  await begin(NEW);
  await append('t1', new ArrayBuffer(3), 0, 1000);
  const release = await holdTake('t1');
  expect(await recover()).toEqual([]);
  release();
  expect(await take('t1')).toMatchObject({ state: 'recording' });
});

it('takes away a recording of which nothing arrived', async () => {
  await begin(NEW);
  await recover();
  expect(await takes()).toEqual([]);
});

it('asks nobody about the phone’s copy of a live answer', async () => {
  await begin({ ...NEW, path: 'live' });
  await append('t1', new ArrayBuffer(3), 0, 1000);
  expect(await recover()).toEqual([]);
  expect(await take('t1')).toMatchObject({ state: 'kept' });
});
