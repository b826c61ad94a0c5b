import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from '../store/open';
import { wishUploads } from '../store/settings';
import { amend, append, begin, close } from '../store/takes';
import { drain, isMetered } from './drain';
import { fetchStack } from './fetch-stack';
import { Line } from './send';

let asked: string[] = [];

/** An answer that was handed in and is on the phone alone. */
async function anAnswer(): Promise<void> {
  await begin({
    id: 't1', interviewId: 'int_1', packId: 'pck_1', questionId: 'q1', index: 1, path: 'offline', kind: 'voice',
    mime: 'audio/webm', startedMs: 1000, began: { page: 'page', steadyMs: 5, ownMs: 1000 },
  });
  await append('t1', Uint8Array.from([1, 2, 3]).buffer, 0, 1000);
  await close('t1', 'kept', null);
  await amend('t1', () => ({ state: 'waiting' }));
}

const means = () => ({ line: new Line(), signal: new AbortController().signal, httpStack: fetchStack });
const uploads = (): string[] => asked.filter((path) => path.includes('/uploads'));

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  asked = [];
  vi.stubGlobal('fetch', async (path: string | URL) => {
    asked.push(String(path));
    return new Response(null, { status: 204 });
  });
  await anAnswer();
});
afterEach(async () => {
  await closeDatabase();
  vi.unstubAllGlobals();
});

describe('what the person wishes about uploading', () => {
  it('holds everything back while it is paused', async () => {
    await wishUploads({ isPaused: true });
    expect((await drain(means())).phase).toBe('paused');
    expect(uploads()).toEqual([]);
  });

  it('waits for Wi-Fi on a line that is paid by the megabyte, and on no other', async () => {
    await wishUploads({ isWifiOnly: true });
    vi.stubGlobal('navigator', Object.create(navigator, { connection: { value: { type: 'cellular' } }, onLine: { value: true } }));
    expect((await drain(means())).phase).toBe('wifi');
    expect(uploads()).toEqual([]);
    expect([isMetered({ type: 'wifi' }), isMetered({}), isMetered({ type: 'cellular' })]).toEqual([false, false, true]);
  });
});
