import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ApiProblem } from '../api/problem';
import { actions, dismiss, enqueue, flush } from './queue';
import { closeDatabase } from './store/open';

const note = (text: string, id?: string) => ({ kind: 'note', method: 'POST', path: '/api/notes', body: { text }, ...(id ? { id } : {}) }) as const;

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()));
afterEach(closeDatabase);

it('sends in order, once, and survives the app being closed in between', async () => {
  for (const text of ['a', 'b', 'c']) await enqueue(note(text));
  const seen: unknown[] = [];
  let isUp = false;
  const send = async (action: { body: unknown; id: string }): Promise<void> => {
    if (!isUp && seen.length === 1) throw new ApiProblem('unreachable', 0, '');
    seen.push(action.body);
  };
  await expect(flush(send)).rejects.toThrow('unreachable');
  await closeDatabase();
  isUp = true;
  expect(await flush(send)).toEqual([]);
  expect(seen).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
  expect(await actions()).toEqual([]);
});

it('counts one id once', async () => {
  await enqueue(note('a', 'same'));
  await enqueue(note('a', 'same'));
  expect(await actions()).toHaveLength(1);
});

it('keeps a refused one aside until it is told, and goes on with the others', async () => {
  await enqueue(note('gone', 'first'));
  await enqueue(note('fine', 'second'));
  const sent: string[] = [];
  const refused = await flush(async (action) => {
    if (action.id === 'first') throw new ApiProblem('turn_over', 409, '');
    sent.push(action.id);
  });
  expect(refused).toMatchObject([{ id: 'first', problem: 'turn_over', body: { text: 'gone' } }]);
  expect(sent).toEqual(['second']);
  await dismiss('first');
  expect(await flush(async () => undefined)).toEqual([]);
});

it('waits for a new sign-in instead of taking 401 for a refusal', async () => {
  await enqueue(note('a'));
  await expect(flush(async () => { throw new ApiProblem('unauthorised', 401, ''); })).rejects.toThrow();
  expect(await actions()).toMatchObject([{ problem: null }]);
});

it('sends nothing twice from two callers at once', async () => {
  for (const text of ['a', 'b', 'c']) await enqueue(note(text));
  const seen: string[] = [];
  const send = async (action: { id: string }): Promise<void> => void seen.push(action.id);
  await flush(send);
  await flush(send);
  expect(seen).toHaveLength(3);
});
