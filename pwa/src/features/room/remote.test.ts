import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Remotes } from './remote.svelte';

/** The browser's peer connection, as far as watching needs it: something comes in at every look. */
class Peer extends EventTarget {
  iceGatheringState = 'complete';
  localDescription = { type: 'offer', sdp: 'v=0 offer' };
  connectionState = 'connected';
  private bytes = 0;
  createOffer = () => Promise.resolve(this.localDescription);
  setLocalDescription = () => Promise.resolve();
  setRemoteDescription = () => Promise.resolve();
  getReceivers = () => [];
  addTransceiver = () => ({ receiver: { track: {} } });
  getStats = () => Promise.resolve(new Map([['I', { type: 'inbound-rtp', id: 'I', bytesReceived: (this.bytes += 100) }]]));
  close = () => undefined;
}

const ANNA = { id: 'candidate', endpoint: '/rtc/whep/rom_1', resource: 'true' };
const refusal = (status: number, code: string, retryAfter: string) => (): Response =>
  new Response(JSON.stringify({ code }), { status, headers: { 'Retry-After': retryAfter } });
const FULL = refusal(503, 'node_full', '10');
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
let askedAtMs: number[];
let answer: () => Response;
let remotes: Remotes;

beforeEach(() => {
  vi.useFakeTimers();
  askedAtMs = [];
  vi.stubGlobal('location', new URL('https://greenroom.test/room'));
  vi.stubGlobal('RTCPeerConnection', Peer);
  vi.stubGlobal('MediaStream', class { addTrack = (): void => undefined; });
  vi.stubGlobal('fetch', (_: string, { method }: RequestInit) => {
    if (method !== 'POST') return Promise.resolve(new Response(null, { status: 200 }));
    askedAtMs.push(performance.now());
    return Promise.resolve(answer());
  });
  remotes = new Remotes();
});

afterEach(() => {
  remotes.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const anna = () => remotes.all[ANNA.id];
const gaps = (): number[] => askedAtMs.slice(1).map((at, index) => Math.round(at - (askedAtMs[index] ?? 0)));

it('says that the node is full, and asks again when it was told to, until there is a place', async () => {
  answer = FULL;
  remotes.follow([ANNA]);
  await pass(0);
  expect([anna()?.state, anna()?.full?.retryAfterS, remotes.full?.retryAfterS]).toEqual(['connecting', 10, 10]);
  await pass(20_000);
  expect(gaps()).toEqual([10_000, 10_000]);
  expect(remotes.full).not.toBeNull();
  answer = () => new Response('v=0 answer', { status: 201, headers: { Location: '/rtc/whep/rom_1/res_1' } });
  await pass(10_000);
  expect([anna()?.state, anna()?.full, remotes.full]).toEqual(['connected', null, null]);
});

it('takes neither a network that is away nor somebody who is not there for a full node', async () => {
  answer = () => { throw new TypeError('away'); };
  remotes.follow([ANNA]);
  await pass(1000);
  expect([anna()?.state, remotes.full]).toEqual(['connecting', null]);
  answer = FULL;
  await pass(3000);
  expect(remotes.full).not.toBeNull();
  answer = refusal(409, 'nobody_publishes', '2');
  await pass(10_000);
  expect([anna()?.state, remotes.full]).toEqual(['absent', null]);
});
