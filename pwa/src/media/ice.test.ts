import { describe, expect, it } from 'vitest';
import { canRelay, iceServersFor, learn, serversFrom } from './ice';

const LINK =
  '<stun:stun.example>; rel="ice-server", <turn:turn.example:3478?transport=udp>; rel="ice-server"; ' +
  'username="1790000000:can_1"; credential="abc+/=="; credential-type="password", </help>; rel="help", ' +
  '<turns:turn.example:443?transport=tcp>; rel=ice-server; username="u"; credential="p, <q>; r"';
const never = new AbortController().signal;

const answering =
  (asked: [string, string | undefined][], ...replies: (Response | Error)[]): typeof fetch =>
  (url, init) => {
    asked.push([String(url), init?.method]);
    const reply = replies.shift() ?? new Error('no reply');
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  };

describe('links to ICE servers', () => {
  it('are read with their credentials, others are passed over', () => {
    expect(serversFrom(LINK)).toEqual([
      { urls: 'stun:stun.example' },
      { urls: 'turn:turn.example:3478?transport=udp', username: '1790000000:can_1', credential: 'abc+/==' },
      { urls: 'turns:turn.example:443?transport=tcp', username: 'u', credential: 'p, <q>; r' },
    ]);
    expect(serversFrom(null)).toEqual([]);
    expect(serversFrom('<turn:turn.example>; rel="ice-server", <https://x>; rel="ice-server", <<;;"')).toEqual([]);
  });

  it('tell whether there is a relay among them', () => {
    expect(canRelay(serversFrom(LINK))).toBe(true);
    expect(canRelay([{ urls: ['stun:stun.example'] }])).toBe(false);
    expect(canRelay(undefined)).toBe(false);
  });
});

describe('asking for ICE servers', () => {
  it('asks once before the first offer, and again when the answer is old', async () => {
    const asked: [string, string | undefined][] = [];
    const server = answering(
      asked,
      new Response(null, { status: 200, headers: { Link: LINK } }),
      new Response(null, { status: 200 }),
    );
    expect(await iceServersFor('/rtc/whip/a?purpose=check', never, server, 0)).toHaveLength(3);
    expect(await iceServersFor('/rtc/whip/a', never, server, 1000)).toHaveLength(3);
    expect(asked).toEqual([['/rtc/whip/a', 'OPTIONS']]);
    expect(await iceServersFor('/rtc/whip/a', never, server, 24 * 3600 * 1000)).toEqual([]);
  });

  it('goes without where nobody answers, and asks the next time', async () => {
    const asked: [string, string | undefined][] = [];
    const server = answering(asked, new TypeError('away'), new Response(null, { status: 503 }));
    expect(await iceServersFor('/rtc/whip/b', never, server)).toEqual([]);
    expect(await iceServersFor('/rtc/whip/b', never, server)).toEqual([]);
    expect(asked).toHaveLength(2);
    learn('/rtc/whip/b', LINK);
    expect(await iceServersFor('/rtc/whip/b', never, server)).toHaveLength(3);
  });

  it('ends with the page that asked', async () => {
    const over = AbortSignal.abort();
    await expect(iceServersFor('/rtc/whip/c', over, answering([], new TypeError('aborted')))).rejects.toThrow();
  });
});
