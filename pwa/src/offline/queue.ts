/**
 * What a person did while there was no network, told to the server once and in order: questions that were opened,
 * messages, another time wished for. Each carries an id made here, by which the server knows a repetition.
 *
 * A passing failure stops the queue where it is. A refusal (4xx) takes the action out of the way but keeps it, with the
 * code, until the person has been told.
 */
import { request } from '../api/client';
import { ApiProblem } from '../api/problem';
import { database } from './store/open';
import type { Action } from './store/schema';
import { askForSync } from './uploads/background';

export type NewAction = Pick<Action, 'kind' | 'method' | 'path' | 'body' | 'shown'> & { id?: string };
export type Send = (action: Action) => Promise<unknown>;

/** Sent with each action, for routes whose body has no id of its own. */
export const ID_HEADER = 'Idempotency-Key';
const LOCK = 'greenroom.queue';
const changes = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('greenroom-actions');
const watchers = new Set<() => void>();
changes?.addEventListener('message', () => watchers.forEach((tell) => tell()));

/** Tells of every change of what waits, in this tab, another or the service worker. */
export function watchActions(tell: () => void): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}

function changed(): void {
  watchers.forEach((tell) => tell());
  changes?.postMessage(null);
}

/** Keeps an action for sending; the same id twice is one action. */
export async function enqueue(action: NewAction): Promise<Action> {
  const db = await database();
  const whole: Action = { ...action, id: action.id ?? crypto.randomUUID(), queuedMs: Date.now(), problem: null };
  const work = db.transaction('actions', 'readwrite', { durability: 'strict' });
  const known = await work.store.index('byId').get(whole.id);
  if (!known) await work.store.add(whole);
  await work.done;
  changed();
  void askForSync(); // so that it goes out though the app is closed before there is a network
  return known ?? whole;
}

/** In order; those with a `problem` wait to be told. */
export async function actions(): Promise<Action[]> {
  return (await database()).getAll('actions');
}

/** The person knows that it was refused. */
export async function dismiss(id: string): Promise<void> {
  const db = await database();
  const key = await db.getKeyFromIndex('actions', 'byId', id);
  if (key !== undefined) await db.delete('actions', key);
  changed();
}

/** The person wants a refused one sent again; it keeps its place. */
export async function renew(id: string): Promise<void> {
  const db = await database();
  const known = await db.getFromIndex('actions', 'byId', id);
  if (known) await db.put('actions', { ...known, problem: null });
  changed();
}

/** Trying again later can help, or signing in again. */
export function isPassing(problem: ApiProblem): boolean {
  return problem.status === 0 || problem.status === 401 || problem.status === 408 || problem.status === 429 || problem.status >= 500;
}

export const overHttp: Send = (action) =>
  request(action.method, action.path, { body: action.body, headers: { [ID_HEADER]: action.id } });

/**
 * Sends what waits, oldest first, from one tab at a time. Returns the refused ones, for telling.
 * @throws ApiProblem when the server could not be asked; the rest waits
 */
export async function flush(send: Send = overHttp): Promise<Action[]> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? locks.request(LOCK, () => flushNow(send)) : flushNow(send);
}

async function flushNow(send: Send): Promise<Action[]> {
  const db = await database();
  for (const action of await actions()) {
    if (action.problem !== null || action.order === undefined) continue;
    try {
      await send(action);
    } catch (error) {
      if (!(error instanceof ApiProblem) || isPassing(error)) throw error;
      await db.put('actions', { ...action, problem: error.code });
      changed();
      continue;
    }
    await db.delete('actions', action.order);
    changed();
  }
  return (await actions()).filter((action) => action.problem !== null);
}
