import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sha256, sha256Hex } from '../sha256';
import { closeDatabase } from './open';
import { DATABASE } from './schema';
import { append, close, liveCopies, take, unsent } from './takes';

/** What version 1 of the app left behind when it was updated between recording and upload. */
const STORES: [string, IDBObjectStoreParameters, [string, string][]][] = [
  ['takes', { keyPath: 'id' }, [['byState', 'state'], ['byInterview', 'interviewId']]],
  ['chunks', { keyPath: ['takeId', 'index'] }, []],
  ['packs', { keyPath: 'id' }, [['byInterview', 'interviewId']]],
  ['actions', { keyPath: 'order', autoIncrement: true }, [['byId', 'id']]],
  ['settings', {}, []],
];
const BYTES = Uint8Array.from([26, 69, 223, 163]);
const TAKE = {
  id: 'take-of-version-1', interviewId: 'int_1', path: 'offline', packId: 'pck_1', liveTakeId: null, questionId: 'que_1', index: 1,
  kind: 'voice', mime: 'audio/webm;codecs=opus', state: 'recording', opened: null, began: { page: 'page-one', steadyMs: 10, ownMs: 20 },
  ended: null, startedMs: 20, durationMs: 1000, chunks: 1, bytes: 4, hash: new Sha256().update(BYTES).state(), sha256: null, text: null,
  endedBy: null, statement: null, sending: {}, receipt: null, problem: null,
};

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await new Promise<void>((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      for (const [name, options, indexes] of STORES) {
        const store = asked.result.createObjectStore(name, options);
        for (const [index, path] of indexes) store.createIndex(index, path);
      }
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const work = asked.result.transaction(['takes', 'chunks'], 'readwrite');
      work.objectStore('takes').add(TAKE);
      work.objectStore('takes').add({ ...TAKE, id: 'copy-of-version-1', path: 'live', state: 'kept', liveTakeId: 'tak_1' });
      work.objectStore('chunks').add({ takeId: TAKE.id, index: 0, startMs: 0, endMs: 1000, bytes: BYTES.buffer });
      work.oncomplete = () => (asked.result.close(), resolve());
    };
  });
});
afterEach(closeDatabase);

it('keeps what an older version of the app recorded, and goes on with it', async () => {
  expect(await take(TAKE.id)).toMatchObject({ bytes: 4, state: 'recording' });
  await append(TAKE.id, Uint8Array.from([1, 2]).buffer, 1000, 2000);
  const closed = await close(TAKE.id, 'cut', 'app_closed');
  expect(closed).toMatchObject({ chunks: 2, bytes: 6, sha256: await sha256Hex(Uint8Array.from([...BYTES, 1, 2])) });
  expect(await unsent()).toEqual({ count: 1, bytes: 6 });
});

it('finds the copies of live answers by the index that came later', async () => {
  expect((await liveCopies()).map((copy) => copy.id)).toEqual(['copy-of-version-1']);
});
