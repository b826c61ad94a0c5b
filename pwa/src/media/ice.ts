/**
 * ICE servers as the server names them in `Link` headers (RFC 9725 4.6): in the answer to OPTIONS before the first offer,
 * and again with every 201. A phone whose network lets no UDP through reaches the media node by the TURN server alone.
 */

const ASK_LIMIT_MS = 2000;
/** Credentials live a day; whoever keeps a page open longer asks again. */
const KEEP_MS = 60 * 60 * 1000;

interface Known {
  servers: RTCIceServer[];
  untilMs: number;
}

const known = new Map<string, Known>();

const keyOf = (endpoint: string): string => endpoint.split('?', 1)[0] ?? endpoint;

/** Links of other relations, and what is no ICE address, are passed over. */
export function serversFrom(link: string | null): RTCIceServer[] {
  const servers: RTCIceServer[] = [];
  for (const [, url = '', rest = ''] of (link ?? '').matchAll(/<([^<>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g)) {
    const given = new Map<string, string>();
    for (const [, name = '', quoted, bare] of rest.matchAll(/;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^",;\s]+))/g)) {
      given.set(name.toLowerCase(), quoted ?? bare ?? '');
    }
    if (given.get('rel') !== 'ice-server') continue;
    const username = given.get('username');
    const credential = given.get('credential');
    if (/^stuns?:/.test(url)) servers.push({ urls: url });
    else if (/^turns?:/.test(url) && username && credential) servers.push({ urls: url, username, credential });
  }
  return servers;
}

/** Whether any of the servers relays. */
export function canRelay(servers: readonly RTCIceServer[] | undefined): boolean {
  return (servers ?? []).some((server) => [server.urls].flat().some((url) => /^turns?:/.test(url)));
}

/** Notes what the server said of `endpoint`'s ICE servers. */
export function learn(endpoint: string, link: string | null, nowMs = Date.now()): RTCIceServer[] {
  const servers = serversFrom(link);
  known.set(keyOf(endpoint), { servers, untilMs: nowMs + KEEP_MS });
  return servers;
}

/**
 * The ICE servers for publishing at `endpoint`. Never fails: where the question finds no answer in time, the offer goes
 * out without them, and the next attempt asks again.
 * @throws DOMException AbortError when `signal` ends it
 */
export async function iceServersFor(
  endpoint: string,
  signal: AbortSignal,
  request: typeof fetch = fetch.bind(globalThis),
  nowMs = Date.now(),
): Promise<RTCIceServer[]> {
  const noted = known.get(keyOf(endpoint));
  if (noted && noted.untilMs > nowMs) return noted.servers;
  try {
    const response = await request(keyOf(endpoint), {
      method: 'OPTIONS',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_LIMIT_MS)]),
    });
    return response.ok ? learn(endpoint, response.headers.get('Link'), nowMs) : [];
  } catch {
    signal.throwIfAborted();
    return [];
  }
}
