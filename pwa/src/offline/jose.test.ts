import { describe, expect, it } from 'vitest';
import { fromBase64Url, SealProblem, signed, toBase64Url, unsealed, verified } from './jose';

/** Made by joserfc, which the server uses. */
const SIGNING = [{ kid: 'k1', x: 'JnVfZiqqtIpNjP1icUteNj9q1z8Pf3Y4Or_CVIkmrEI' }];
const JWS =
  'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoiazEiLCJ0eXAiOiJncmVlbnJvb20tcGFjaytqd3MifQ.eyJwYWNrX2lkIjoicGFja18xIn0.c7yn5R0v_5Z-Q-CL7cM7a7pHWpRnwQ8tUUxSe1y36JhrE06R4a4k7Vz3QYX9rSqf_4WBK6-VUqbJtE3zISj7BQ';
const DEVICE = {
  kty: 'EC', crv: 'P-256', x: 'Mz42ZDaI87mjCtuuTtFE1hrQWOrgXhI9BnahISGWZ6U', y: 'K9VYCs0dqqa30WpbKzvep2SjlSowKWj5i0BsLKekbWA',
  d: 'Lm7k0uojYyFNnTFNNIBjXNuW9_sXLoLJO1I1WvAGOjQ',
};
const JWE =
  'eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImVwayI6eyJjcnYiOiJQLTI1NiIsIngiOiJUUTVjbUg5TExtaFROYUNXXzRrTGNabUhkNFIxdG0tMWRHY1FOeTlIZk9JIiwieSI6ImVBMGgwS0p0OVo4UEVKOXhnRVhMNnhDMWVuRWhxWkJ0R3diRHJ1RVE2SUEiLCJrdHkiOiJFQyJ9fQ..LltumhaUgbDySVeV.pchheMbfQwqEQDdIJkbIWD4kncgnYrxkkNb_HpDgmK7hjiAEu7yQjys0j87zKeN8AUb1X0iUOK6toXYMmgmj7U0mXw.dwypxVxaC8QtcdBlHnpncA';
const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

const deviceKey = (): Promise<CryptoKey> => crypto.subtle.importKey('jwk', DEVICE, P256, false, ['deriveBits']);
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'none', (error: unknown) => (error instanceof SealProblem ? error.code : String(error)));

/** The token with the first character of one part changed. */
function tampered(token: string, part: number): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return parts.join('.');
}

describe('the server’s signature', () => {
  it('holds for what was signed', async () => {
    expect(await verified(JWS, 'greenroom-pack+jws', SIGNING)).toEqual({ pack_id: 'pack_1' });
  });

  it('does not hold for anything else', async () => {
    const other = JWS.replace('eyJwYWNrX2lkIjoicGFja18xIn0', toBase64Url(new TextEncoder().encode('{"pack_id":"pack_2"}')));
    expect(await code(verified(other, 'greenroom-pack+jws', SIGNING))).toBe('forged');
    expect(await code(verified(tampered(JWS, 2), 'greenroom-pack+jws', SIGNING))).toBe('forged');
  });

  it('does not pass a pack off as a receipt', async () => {
    expect(await code(verified(JWS, 'greenroom-receipt+jws', SIGNING))).toBe('malformed');
  });

  it('does not hold by a key that is not the server’s', async () => {
    expect(await code(verified(JWS, 'greenroom-pack+jws', [{ ...SIGNING[0], kid: 'k2' } as never]))).toBe('unknown_key');
    expect(await code(verified(JWS, 'greenroom-pack+jws', [{ kid: 'k1', x: DEVICE.x }]))).not.toBe('none');
  });

  it.each(['', 'a.b', 'a.b.c', '!!.!!.!!', `${JWS}.x`])('is refused in %j', async (token) => {
    expect(await code(verified(token, 'greenroom-pack+jws', SIGNING))).toBe('malformed');
  });
});

describe('what is sealed to the device', () => {
  it('opens with its key', async () => {
    expect(await unsealed(JWE, await deviceKey())).toEqual({ question_id: 'q1', prompt: { 'zh-CN': '你好', en: 'Hello' } });
  });

  it('does not open with another', async () => {
    const other = await crypto.subtle.generateKey(P256, false, ['deriveBits']);
    expect(await code(unsealed(JWE, other.privateKey))).toBe('forged');
  });

  it('does not open when a bit was changed', async () => {
    for (const part of [2, 3, 4]) expect(await code(unsealed(tampered(JWE, part), await deviceKey()))).toBe('forged');
  });
});

it('signs so that others can check it', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const jws = await signed({ take: 'x' }, 'greenroom-take+jws', pair.privateKey);
  const [head = '', body = '', signature = ''] = jws.split('.');
  expect(JSON.parse(new TextDecoder().decode(fromBase64Url(head)))).toEqual({ alg: 'ES256', typ: 'greenroom-take+jws' });
  const content = new TextEncoder().encode(`${head}.${body}`);
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  expect(await crypto.subtle.verify(how, pair.publicKey, fromBase64Url(signature), content)).toBe(true);
});
