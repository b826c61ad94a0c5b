/** WHIP, RFC 9725: one POST with the offer, 201 with the answer, DELETE to leave. No trickle: the node has one address. */

import { canRelay, learn } from './ice';

export class WhipError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly retryAfterS: number | null,
  ) {
    super(`${status} ${code}`);
    this.name = 'WhipError';
  }

  /** Whether asking again can help: a full or restarting node, a network that is away. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface WhipResource {
  /** Last part of the resource's address. */
  id: string;
  url: string;
  /** Ends the session at the server; never throws, since the page may be closing. */
  leave(): Promise<void>;
}

const GATHERING_LIMIT_MS = 1000;
/** A relay by TLS takes five round trips. Browsers themselves wait much longer for a server that is out of reach. */
const RELAY_GATHERING_LIMIT_MS = 2500;
const AFTER_RELAY_MS = 100;
const ANSWER_LIMIT_MS = 8000;
const HEADERS = { 'X-Greenroom': '1' } as const;

/**
 * Waits for ICE gathering, at most a second, since host candidates are there at once and a slow STUN server must not
 * stall. Where a server relays, until there is a relayed candidate, at most 2.5 s.
 */
export function gathered(peer: RTCPeerConnection, limitMs?: number): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  const usualMs = canRelay(peer.getConfiguration().iceServers) ? RELAY_GATHERING_LIMIT_MS : GATHERING_LIMIT_MS;
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      peer.removeEventListener('icegatheringstatechange', check);
      peer.removeEventListener('icecandidate', look);
      resolve();
    };
    const check = (): void => {
      if (peer.iceGatheringState === 'complete') finish();
    };
    const look = (event: RTCPeerConnectionIceEvent): void => {
      if (event.candidate?.type !== 'relay') return;
      clearTimeout(timer);
      timer = setTimeout(finish, AFTER_RELAY_MS);
    };
    let timer = setTimeout(finish, limitMs ?? usualMs);
    peer.addEventListener('icegatheringstatechange', check);
    peer.addEventListener('icecandidate', look);
  });
}

async function errorFrom(response: Response): Promise<WhipError> {
  const problem: unknown = await response.json().catch(() => null);
  const code =
    typeof problem === 'object' && problem !== null && 'code' in problem && typeof problem.code === 'string'
      ? problem.code
      : 'whip_failed';
  const retryAfter = Number(response.headers.get('Retry-After'));
  return new WhipError(code, response.status, retryAfter > 0 ? retryAfter : null);
}

/**
 * Publishes the connection's tracks at `endpoint`.
 * @throws WhipError; DOMException AbortError when `signal` ends it
 */
export async function publish(
  peer: RTCPeerConnection,
  endpoint: string,
  signal: AbortSignal,
  request: typeof fetch = fetch.bind(globalThis),
): Promise<WhipResource> {
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  let response: Response;
  let answer: string;
  try {
    response = await request(endpoint, {
      method: 'POST',
      headers: { ...HEADERS, 'Content-Type': 'application/sdp', Accept: 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    });
    if (response.status !== 201) throw await errorFrom(response);
    answer = await response.text();
  } catch (error) {
    if (signal.aborted || error instanceof WhipError) throw error;
    throw new WhipError('network_away', 0, null);
  }
  learn(endpoint, response.headers.get('Link'));
  const location = response.headers.get('Location');
  if (!location) throw new WhipError('whip_failed', 502, null);
  const url = new URL(location, new URL(endpoint, globalThis.location.href)).href;
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  return {
    id: url.split('/').at(-1) ?? '',
    url,
    async leave() {
      await request(url, { method: 'DELETE', headers: HEADERS, keepalive: true }).catch(() => undefined);
    },
  };
}
