import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MessageView } from '../../api/types';
import { actions } from '../../offline/queue';
import { closeDatabase } from '../../offline/store/open';
import type { Pending } from './conversation.svelte';
import { Outbox } from './outbox';

/** A busy machine stands still for seconds. */
const PATIENTLY = { timeout: 30_000 };

const PATH = '/api/chat/threads/thr_1/messages';
const draft = (text: string): Pending => ({ clientId: `client-${text}`, text, attachments: [], suggestions: [], problem: null });

/** The server as a phone meets it: away, or it takes messages, each id once. */
class Server {
  isAway = false;
  refusal: string | null = null;
  texts: string[] = [];
  private readonly known = new Set<string>();

  answer = async (path: string, init?: RequestInit): Promise<Response> => {
    if (this.isAway) throw new TypeError('no network');
    if (path !== PATH) return new Response(null, { status: 204 });
    if (this.refusal) return Response.json({ code: this.refusal }, { status: 409 });
    const body = JSON.parse(String(init?.body)) as { client_id: string; text: string };
    if (!this.known.has(body.client_id)) this.texts.push(body.text);
    this.known.add(body.client_id);
    return Response.json({ client_id: body.client_id, text: body.text, number: this.texts.length }, { status: 201 });
  };
}

let server: Server;
let opened: Outbox[] = [];

function anOutbox(): { outbox: Outbox; shown: () => Pending[]; sent: MessageView[] } {
  let latest: Pending[] = [];
  const sent: MessageView[] = [];
  const outbox = new Outbox(PATH, { onPending: (pending) => (latest = pending), onSent: (message) => sent.push(message) });
  opened.push(outbox);
  return { outbox, shown: () => latest, sent };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = new Server();
  vi.stubGlobal('fetch', server.answer);
});
afterEach(async () => {
  opened.forEach((each) => each.close());
  opened = [];
  await closeDatabase();
  vi.unstubAllGlobals();
});

it('keeps what is written without a network, through a closed app, and sends it once and in order', async () => {
  server.isAway = true;
  const before = anOutbox();
  for (const text of ['one', 'two', 'three']) await before.outbox.put(draft(text));
  expect(before.shown().map((pending) => [pending.text, pending.problem?.status])).toEqual([['one', 0], ['two', 0], ['three', 0]]);
  before.outbox.close();
  await closeDatabase();

  server.isAway = false;
  const after = anOutbox();
  await after.outbox.flush();
  await after.outbox.flush();
  expect(server.texts).toEqual(['one', 'two', 'three']);
  expect(after.shown()).toEqual([]);
  expect(await actions()).toEqual([]);
});

it('tells of a refusal, and sends again or forgets as the person says', async () => {
  server.refusal = 'thread_closed';
  const { outbox, shown, sent } = anOutbox();
  await outbox.put(draft('late'));
  await outbox.put(draft('later'));
  expect(shown().map((pending) => pending.problem?.code)).toEqual(['thread_closed', 'thread_closed']);
  server.refusal = null;
  await outbox.again('client-late');
  expect(sent.map((message) => message.client_id)).toEqual(['client-late']);
  await outbox.drop('client-later');
  await vi.waitFor(() => expect(shown()).toEqual([]), PATIENTLY);
  expect(server.texts).toEqual(['late']);
});
