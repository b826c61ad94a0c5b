import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actions, dismiss, enqueue } from '../../offline/queue';
import { closeDatabase } from '../../offline/store/open';
import { BookingState, type BookingView } from './state.svelte';

/** A busy machine stands still for seconds. */
const PATIENTLY = { timeout: 30_000 };

const PATH = '/api/interviews/int_1/booking';

/** A server that answers when the test says so. */
class Server {
  asked: { method: string; path: string; answer: (status: number, body: unknown) => void; isBrokenOff: () => boolean }[] = [];

  fetch = (path: string, { method = 'GET', signal }: RequestInit): Promise<Response> =>
    new Promise((done, broken) => {
      signal?.addEventListener('abort', () => broken(signal.reason as Error));
      this.asked.push({
        method, path, isBrokenOff: () => signal?.aborted ?? false,
        answer: (status, body) => done(Response.json(body as object, { status })),
      });
    });

  async says(at: number, sequence: number): Promise<void> {
    await vi.waitFor(() => expect(this.asked[at]).toBeDefined(), PATIENTLY);
    this.asked[at]?.answer(200, viewOf(sequence));
  }
}

/** A connection that never opens. */
class DeadLine {
  readyState = 0;
  readonly close = (): void => undefined;
}

const viewOf = (sequence: number): Partial<BookingView> => ({ position_id: 'pos_1', state: 'open', sequence, now: '2026-11-22T10:00:00Z', held: null, appointment: null });

let server: Server;
let leave: () => void = () => undefined;

function aBooking(): BookingState {
  let booking: BookingState | undefined;
  leave = $effect.root(() => {
    booking = new BookingState('int_1');
  });
  flushSync();
  return booking as BookingState;
}
const shows = (booking: BookingState, sequence: number): Promise<void> => vi.waitFor(() => expect(booking.view?.sequence).toBe(sequence), PATIENTLY);
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) {
    await actions();
    flushSync();
  }
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  localStorage.setItem('greenroom.zone', 'Europe/Berlin');
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('WebSocket', DeadLine);
});
afterEach(async () => {
  leave();
  vi.unstubAllGlobals();
  localStorage.clear();
  await closeDatabase();
});

describe('a booking', () => {
  it('is shown though the live connection never stands', async () => {
    const booking = aBooking();
    await server.says(0, 1);
    await shows(booking, 1);
    expect(server.asked.map((each) => each.path)).toEqual([`${PATH}?zone=Europe%2FBerlin`]);
  });

  it('in another zone takes the place of an answer still awaited', async () => {
    const booking = aBooking();
    booking.choose('Asia/Shanghai');
    await server.says(1, 2);
    await shows(booking, 2);
    expect(server.asked.map((each) => each.path)).toEqual([`${PATH}?zone=Europe%2FBerlin`, `${PATH}?zone=Asia%2FShanghai`]);
    expect([server.asked[0]?.isBrokenOff(), booking.problem]).toEqual([true, null]);
  });

  it('that an action answered is not undone by what was asked before it', async () => {
    const booking = aBooking();
    const waiting = booking.wait([]);
    await server.says(1, 5);
    expect(await waiting).toBe(true);
    await server.says(0, 4);
    await turns();
    expect([booking.view?.sequence, server.asked[0]?.isBrokenOff()]).toEqual([5, true]);
  });

  it('goes by UTC where the server does not know the zone, and shows no problem', async () => {
    const booking = aBooking();
    server.asked[0]?.answer(422, { code: 'zone_unknown' });
    await server.says(1, 1);
    await shows(booking, 1);
    expect([server.asked[1]?.path, booking.zone, booking.problem]).toEqual([`${PATH}?zone=UTC`, 'UTC', null]);
  });

  it('is gone with the screen', async () => {
    const booking = aBooking();
    leave();
    await booking.again();
    await turns();
    expect([server.asked.length, server.asked[0]?.isBrokenOff(), booking.view]).toEqual([1, true, null]);
  });
});

describe('a time asked for without a network', () => {
  const wish = { start: '2026-11-23T10:00:00Z', zone: 'Europe/Berlin', sequence: 1 };

  it('is read once, and again when it changes', async () => {
    await enqueue({ kind: 'booking_wish', method: 'POST', path: `${PATH}/wish`, body: wish });
    const booking = aBooking();
    await vi.waitFor(() => expect(booking.wish).toMatchObject({ ...wish, problem: null }), PATIENTLY);
    const read = booking.wish;
    await turns();
    expect(booking.wish).toBe(read);
  });

  it('goes only when the booking shows what became of it', async () => {
    const action = await enqueue({ kind: 'booking_wish', method: 'POST', path: `${PATH}/wish`, body: wish });
    const booking = aBooking();
    await server.says(0, 1);
    await shows(booking, 1);
    await vi.waitFor(() => expect(booking.wish).not.toBeNull(), PATIENTLY);
    await dismiss(action.id); // sent, as the queue does
    await vi.waitFor(() => expect(server.asked).toHaveLength(2), PATIENTLY);
    expect(booking.wish).not.toBeNull();
    await server.says(1, 2);
    await vi.waitFor(() => expect(booking.wish).toBeNull(), PATIENTLY);
    expect(booking.view?.sequence).toBe(2);
  });
});
