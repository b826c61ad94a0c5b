import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Publication } from './connection';
import { Watching } from './watching';

/** The browser's peer connection, as far as a line uses it: something comes in at every look. */
class Peer extends EventTarget {
  static state: RTCPeerConnectionState = 'connected';
  iceGatheringState = 'complete';
  localDescription = { type: 'offer', sdp: 'v=0 offer' };
  connectionState = Peer.state;
  private bytes = 0;

  createOffer = () => Promise.resolve(this.localDescription);
  setLocalDescription = () => Promise.resolve();
  setRemoteDescription = () => Promise.resolve();
  getConfiguration = () => ({});
  getReceivers = () => [];
  getTransceivers = () => [];
  addTransceiver = () => ({ receiver: { track: {} }, sender: { getParameters: () => ({ encodings: [] }) } });
  getStats = () =>
    Promise.resolve(
      new Map([
        ['T', { type: 'transport', id: 'T', bytesReceived: (this.bytes += 100) }],
        ['I', { type: 'inbound-rtp', id: 'I', bytesReceived: this.bytes }],
      ]),
    );
  close = () => undefined;
}

const problem = (status: number, code: string, headers = {}): (() => Response) => () => new Response(JSON.stringify({ code }), { status, headers });
const NO_NODE = problem(503, 'no_media_node', { 'Retry-After': '1' });
const NOBODY = problem(409, 'nobody_publishes', { 'Retry-After': '2' });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

let offered: number;
let ended: number;
/** What the server says to the next offers; then it accepts them, each under its number. */
let replies: (() => Response)[];

beforeEach(() => {
  vi.useFakeTimers();
  offered = 0;
  ended = 0;
  replies = [];
  Peer.state = 'connected';
  vi.stubGlobal('location', new URL('https://greenroom.test/live'));
  vi.stubGlobal('RTCPeerConnection', Peer);
  vi.stubGlobal('MediaStream', class { addTrack = (): void => undefined; getAudioTracks = () => []; getVideoTracks = () => []; });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method === 'DELETE') ended += 1;
    if (init.method !== 'POST') return Promise.resolve(new Response(null, { status: 200 }));
    offered += 1;
    const reply = replies.shift();
    return Promise.resolve(reply ? reply() : new Response('v=0 answer', { status: 201, headers: { Location: `${url}/res_${offered}` } }));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const opened = {
  'a publication': (states: string[]) => new Publication('/rtc/whip/rom_1', new MediaStream(), { onState: (state) => states.push(state) }),
  'a subscription': (states: string[]) => new Watching('/rtc/whep/rom_1', { onState: (state) => states.push(state), onStream: () => undefined }),
};

describe.each(Object.entries(opened))('%s whose node is lost', (_, open) => {
  it('is opened anew at once, and no other', async () => {
    const states: string[] = [];
    const line = open(states);
    const run = line.run();
    await pass(10_000);
    expect([offered, states.at(-1)]).toEqual([1, 'connected']);
    line.lost(['res_7', 'res_8']);
    await pass(10_000);
    expect(offered).toBe(1);
    line.lost(['res_7', 'res_1']);
    await pass(0);
    expect([offered, states.at(-1)]).toEqual([2, 'connected']);
    line.lost(['res_1']); // told twice: that line is gone already
    await pass(10_000);
    expect([offered, ended]).toEqual([2, 0]);
    line.close();
    await run;
    expect([ended, states.at(-1)]).toEqual([1, 'ended']);
  });

  it('asks often for three seconds while no node is there, then as usual', async () => {
    const line = open([]);
    const run = line.run();
    await pass(1000);
    replies = Array.from({ length: 40 }, () => NO_NODE);
    line.lost(['res_1']);
    await pass(0);
    expect(offered).toBe(2);
    await pass(1000);
    expect(offered).toBe(6);
    await pass(2000);
    const often = offered;
    await pass(3000);
    expect(offered - often).toBeLessThanOrEqual(3);
    replies = [];
    await pass(2000);
    expect(replies).toEqual([]);
    line.close();
    await run;
  });

  it('does not wait for a connection to a node that is gone meanwhile', async () => {
    Peer.state = 'connecting';
    const line = open([]);
    const run = line.run();
    await pass(1000);
    expect(offered).toBe(1);
    line.lost(['res_1']);
    await pass(0);
    expect(offered).toBe(2);
    line.close();
    await pass(10_000);
    await run;
  });
});

describe('others on a lost node', () => {
  it('are asked for every quarter of a second until they are back', async () => {
    const states: string[] = [];
    const line = opened['a subscription'](states);
    const run = line.run();
    await pass(1000);
    replies = [NOBODY, NOBODY];
    line.lost(['res_1']);
    await pass(0);
    expect([offered, states.at(-1)]).toEqual([2, 'absent']);
    await pass(500);
    expect([offered, states.at(-1)]).toEqual([4, 'connected']);
    line.close();
    await run;
  });
});
