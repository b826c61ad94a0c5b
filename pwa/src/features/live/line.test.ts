import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Line } from './line.svelte';

/** The browser's peer connection, as far as an offer needs it. */
class Peer extends EventTarget {
  iceGatheringState = 'complete';
  localDescription = { type: 'offer', sdp: 'v=0 offer' };
  connectionState = 'connected';
  createOffer = () => Promise.resolve(this.localDescription);
  setLocalDescription = () => Promise.resolve();
  setRemoteDescription = () => Promise.resolve();
  getConfiguration = () => ({});
  getTransceivers = () => [];
  addTransceiver = () => ({ sender: { getParameters: () => ({ encodings: [] }) } });
  getStats = () => Promise.resolve(new Map());
  close = () => undefined;
}

const FULL = (): Response => new Response('{"code":"no_media_node"}', { status: 503, headers: { 'Retry-After': '10' } });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
let offeredAtMs: number[];
let answer: () => Response;

beforeEach(() => {
  vi.useFakeTimers();
  offeredAtMs = [];
  vi.stubGlobal('location', new URL('https://greenroom.test/live'));
  vi.stubGlobal('RTCPeerConnection', Peer);
  vi.stubGlobal('fetch', (_: string, { method }: RequestInit) => {
    if (method !== 'POST') return Promise.resolve(new Response(null, { status: 200 }));
    offeredAtMs.push(performance.now());
    return Promise.resolve(answer());
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const gaps = (): number[] => offeredAtMs.slice(1).map((at, index) => Math.round(at - (offeredAtMs[index] ?? 0)));

it('says that the house is full, and asks again when it was told to, until there is a place', async () => {
  answer = FULL;
  const line = new Line({ onRung: () => undefined, onEnded: () => undefined });
  await line.carry('rom_1', { getAudioTracks: () => [], getVideoTracks: () => [] } as unknown as MediaStream);
  await pass(0);
  expect([line.connection, line.full?.retryAfterS]).toEqual(['reconnecting', 10]);
  await pass(20_000);
  expect(gaps()).toEqual([10_000, 10_000]);
  expect(line.full).not.toBeNull();
  answer = () => new Response('v=0 answer', { status: 201, headers: { Location: '/rtc/whip/rom_1/res_1' } });
  await pass(10_000);
  expect([line.connection, line.full]).toEqual(['connected', null]);
  line.hangUp();
});

it('does not take a network that is away for a full house', async () => {
  answer = () => { throw new TypeError('away'); };
  const line = new Line({ onRung: () => undefined, onEnded: () => undefined });
  await line.carry('rom_1', { getAudioTracks: () => [], getVideoTracks: () => [] } as unknown as MediaStream);
  await pass(5000);
  expect([line.connection, line.full]).toEqual(['reconnecting', null]);
  line.hangUp();
});
