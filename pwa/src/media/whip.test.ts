import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WhipError, publish } from './whip';
import { backoffMs } from './connection';

/** A peer that has gathered; what is tested is the HTTP exchange. */
function peerWith(offer: string): RTCPeerConnection & { answer: string | null } {
  const peer = {
    iceGatheringState: 'complete',
    localDescription: { type: 'offer', sdp: offer },
    answer: null as string | null,
    createOffer: () => Promise.resolve({ type: 'offer', sdp: offer }),
    setLocalDescription: () => Promise.resolve(),
    setRemoteDescription: (answer: { sdp: string }) => {
      peer.answer = answer.sdp;
      return Promise.resolve();
    },
  };
  return peer as unknown as RTCPeerConnection & { answer: string | null };
}

const never = new AbortController().signal;

describe('a WHIP exchange', () => {
  let sent: [string, RequestInit][];
  const server =
    (...replies: (Response | Error)[]): typeof fetch =>
    (url, init) => {
      sent.push([String(url), init ?? {}]);
      const reply = replies.shift();
      return reply instanceof Error || !reply ? Promise.reject(reply ?? new Error('no reply')) : Promise.resolve(reply);
    };

  beforeEach(() => {
    sent = [];
    vi.stubGlobal('location', new URL('https://greenroom.test/live'));
  });

  it('posts the offer and takes the answer and the place of the resource', async () => {
    const peer = peerWith('v=0 offer');
    const created = new Response('v=0 answer', { status: 201, headers: { Location: '/rtc/whip/room_1/res_2' } });
    const resource = await publish(peer, '/rtc/whip/room_1', never, server(created, new Response(null, { status: 200 })));
    expect(sent[0]?.[0]).toBe('/rtc/whip/room_1');
    expect(sent[0]?.[1]).toMatchObject({ method: 'POST', body: 'v=0 offer' });
    expect(sent[0]?.[1].headers).toMatchObject({ 'Content-Type': 'application/sdp', 'X-Greenroom': '1' });
    expect(peer.answer).toBe('v=0 answer');
    await resource.leave();
    expect(sent[1]?.[0]).toBe('https://greenroom.test/rtc/whip/room_1/res_2');
    expect(sent[1]?.[1]).toMatchObject({ method: 'DELETE' });
  });

  it('tells a busy node, which passes, from an interview that is over, which does not', async () => {
    const problem = (status: number, code: string, headers = {}): Response =>
      new Response(JSON.stringify({ code }), { status, headers });
    const full = publish(peerWith(''), '/x', never, server(problem(503, 'node_full', { 'Retry-After': '2' })));
    await expect(full).rejects.toMatchObject({ code: 'node_full', status: 503, retryAfterS: 2, isTransient: true });
    const over = publish(peerWith(''), '/x', never, server(problem(410, 'interview_over')));
    await expect(over).rejects.toMatchObject({ code: 'interview_over', isTransient: false });
  });

  it('names a network that is away', async () => {
    const away = publish(peerWith(''), '/x', never, server(new TypeError('Failed to fetch')));
    await expect(away).rejects.toBeInstanceOf(WhipError);
    await expect(publish(peerWith(''), '/x', never, server(new TypeError('x')))).rejects.toMatchObject({ status: 0 });
  });
});

describe('backing off', () => {
  it('starts at 0.3 s, ends at 2 s, and heeds the server up to 5 s', () => {
    expect([0, 1, 2, 3, 4, 9].map((attempt) => backoffMs(attempt, null))).toEqual([300, 600, 1000, 1500, 2000, 2000]);
    expect(backoffMs(0, 1)).toBe(1000);
    expect(backoffMs(0, 10)).toBe(10_000);
    expect(backoffMs(0, 600)).toBe(60_000);
  });
});
