/** Recorded answers on the phone. A chunk and the figures of its take are written in one transaction, or neither. */
import { later } from '../clock';
import { Sha256 } from '../sha256';
import { database } from './open';
import type { Chunk, Receipt, Take, TakeState } from './schema';

export type NewTake = Pick<Take, 'id' | 'interviewId' | 'path' | 'questionId' | 'index' | 'kind' | 'mime' | 'began' | 'startedMs'> &
  Partial<Pick<Take, 'packId' | 'liveTakeId' | 'opened' | 'text' | 'state'>>;

/** A commit that survives the loss of power, where the browser knows the difference. */
const DURABLE = { durability: 'strict' } as const;
const changes = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('greenroom-takes');
const watchers = new Set<() => void>();
changes?.addEventListener('message', () => watchers.forEach((tell) => tell()));

/** Tells of every change of a take, in this tab or another. */
export function watchTakes(tell: () => void): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}

function changed(): void {
  watchers.forEach((tell) => tell());
  changes?.postMessage(null);
}

export async function begin(take: NewTake): Promise<void> {
  const db = await database();
  await db.add('takes', {
    packId: null, liveTakeId: null, opened: null, text: null, state: 'recording',
    ...take,
    ended: null, durationMs: 0, chunks: 0, bytes: 0, hash: new Sha256().state(), sha256: null,
    endedBy: null, statement: null, sending: {}, receipt: null, problem: null,
  });
  changed();
}

/**
 * Adds the next chunk. Calls for one take must follow each other.
 * @throws DOMException QuotaExceededError when the phone is full; what was there stays
 */
export async function append(takeId: string, bytes: ArrayBuffer, startMs: number, endMs: number): Promise<void> {
  const db = await database();
  const change = db.transaction(['takes', 'chunks'], 'readwrite', DURABLE);
  const take = await change.objectStore('takes').get(takeId);
  if (!take) {
    change.abort();
    await change.done.catch(() => undefined);
    throw new Error(`no take ${takeId}`);
  }
  const hash = new Sha256(take.hash).update(new Uint8Array(bytes)).state();
  const after: Take = { ...take, chunks: take.chunks + 1, bytes: take.bytes + bytes.byteLength, durationMs: endMs, hash };
  await Promise.all([
    change.objectStore('chunks').add({ takeId, index: take.chunks, startMs, endMs, bytes }),
    change.objectStore('takes').put(after),
    change.done,
  ]);
}

/** The recording has ended, by its speaker or by itself: its hash is final. `kept` of a cut one: as it was heard. */
export async function close(takeId: string, state: 'kept' | 'cut', endedBy: string | null): Promise<Take | null> {
  return amend(takeId, (take) => ({
    state, endedBy,
    ended: later(take.began, take.durationMs),
    sha256: new Sha256(take.hash).hex(),
    hash: null,
  }));
}

/** Changes a take if it is there; `change` returns what differs. */
export async function amend(takeId: string, change: (take: Take) => Partial<Take>): Promise<Take | null> {
  const db = await database();
  const work = db.transaction('takes', 'readwrite', DURABLE);
  const take = await work.store.get(takeId);
  const after = take ? { ...take, ...change(take) } : null;
  if (after) await work.store.put(after);
  await work.done;
  changed();
  return after;
}

/** The server has signed for it: the chunks go, the receipt stays. */
export async function makeSafe(takeId: string, receipt: Receipt): Promise<void> {
  const db = await database();
  const work = db.transaction(['takes', 'chunks'], 'readwrite', DURABLE);
  const take = await work.objectStore('takes').get(takeId);
  if (take) {
    await work.objectStore('takes').put({ ...take, state: 'safe', receipt, problem: null, text: null });
    await work.objectStore('chunks').delete(chunksOf(takeId));
  }
  await work.done;
  changed();
}

/** Takes away a recording that its speaker does not want, or a copy that nobody needs. */
export async function discard(takeId: string): Promise<void> {
  const db = await database();
  const work = db.transaction(['takes', 'chunks'], 'readwrite', DURABLE);
  await work.objectStore('takes').delete(takeId);
  await work.objectStore('chunks').delete(chunksOf(takeId));
  await work.done;
  changed();
}

export async function take(takeId: string): Promise<Take | null> {
  return (await (await database()).get('takes', takeId)) ?? null;
}

/** In the order in which they were recorded. */
export async function takes(interviewId?: string): Promise<Take[]> {
  const db = await database();
  const all = interviewId ? await db.getAllFromIndex('takes', 'byInterview', interviewId) : await db.getAll('takes');
  return all.sort((a, b) => a.startedMs - b.startedMs);
}

export async function takesIn(...states: TakeState[]): Promise<Take[]> {
  const db = await database();
  const found = await Promise.all(states.map((state) => db.getAllFromIndex('takes', 'byState', state)));
  return found.flat().sort((a, b) => a.startedMs - b.startedMs);
}

/** The phone's copies of live answers, oldest first. */
export async function liveCopies(): Promise<Take[]> {
  return (await (await database()).getAllFromIndex('takes', 'byPath', 'live')).sort((a, b) => a.startedMs - b.startedMs);
}

/** Answers that are on this phone alone; copies of live answers are not counted. */
export async function unsent(): Promise<{ count: number; bytes: number }> {
  const waiting = (await takesIn('cut', 'kept', 'waiting')).filter((each) => each.path === 'offline' && each.receipt === null);
  return { count: waiting.length, bytes: waiting.reduce((sum, each) => sum + each.bytes - sentOf(each), 0) };
}

/** How much of the whole file has arrived, in bytes. */
export function sentOf(take: Take): number {
  return take.state === 'safe' ? take.bytes : (take.sending['whole']?.sentBytes ?? 0);
}

export async function chunk(takeId: string, index: number): Promise<Chunk | null> {
  return (await (await database()).get('chunks', [takeId, index])) ?? null;
}

/** A chunk without its bytes. */
export interface Part {
  index: number;
  startMs: number;
  endMs: number;
  size: number;
}

/** Sizes and times of the chunks without holding all bytes at once. */
export async function layout(takeId: string): Promise<Part[]> {
  const parts: Part[] = [];
  const db = await database();
  for (let cursor = await db.transaction('chunks').store.openCursor(chunksOf(takeId)); cursor; cursor = await cursor.continue()) {
    const { index, startMs, endMs, bytes } = cursor.value;
    parts.push({ index, startMs, endMs, size: bytes.byteLength });
  }
  return parts;
}

/** The whole recording, for playing it back. */
export async function file(takeId: string, mime: string): Promise<Blob> {
  const chunks = await (await database()).getAll('chunks', chunksOf(takeId));
  return new Blob(chunks.map((each) => each.bytes), { type: mime });
}

function chunksOf(takeId: string): IDBKeyRange {
  return IDBKeyRange.bound([takeId, 0], [takeId, Number.MAX_SAFE_INTEGER]);
}
