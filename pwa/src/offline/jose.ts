/** Compact JWS and JWE (RFC 7515, 7516) in the few forms that packs, receipts and statements use, on WebCrypto. */

/** `malformed`: not what it should be · `forged`: the signature or the seal does not hold · `unknown_key` · `unsupported`. */
export class SealProblem extends Error {
  override readonly name = 'SealProblem';
  constructor(readonly code: 'malformed' | 'forged' | 'unknown_key' | 'unsupported') {
    super(code);
  }
}

export interface SigningKey {
  kid: string;
  x: string;
}

interface Header {
  alg?: string;
  enc?: string;
  typ?: string;
  kid?: string;
  apu?: string;
  apv?: string;
  epk?: JsonWebKey;
}

const ascii = new TextEncoder();

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    throw new SealProblem('malformed');
  }
}

function parse<T>(bytes: Uint8Array): T {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as T;
  } catch {
    throw new SealProblem('malformed');
  }
}

/**
 * The payload of a JWS signed with Ed25519 by one of `keys`.
 * @throws SealProblem; `unsupported` where the browser cannot check such signatures
 */
export async function verified<T>(jws: string, typ: string, keys: readonly SigningKey[]): Promise<T> {
  const [head, body, signature, ...more] = jws.split('.');
  if (!head || body === undefined || !signature || more.length > 0) throw new SealProblem('malformed');
  const header = parse<Header>(fromBase64Url(head));
  if ((header.alg !== 'Ed25519' && header.alg !== 'EdDSA') || header.typ !== typ) throw new SealProblem('malformed');
  const key = keys.find((each) => each.kid === header.kid);
  if (!key) throw new SealProblem('unknown_key');
  let isGenuine: boolean;
  try {
    const publicKey = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x: key.x }, 'Ed25519', false, ['verify']);
    isGenuine = await crypto.subtle.verify('Ed25519', publicKey, fromBase64Url(signature), ascii.encode(`${head}.${body}`));
  } catch (error) {
    throw error instanceof SealProblem ? error : new SealProblem('unsupported');
  }
  if (!isGenuine) throw new SealProblem('forged');
  return parse<T>(fromBase64Url(body));
}

/** A JWS of `claims`, ES256. */
export async function signed(claims: unknown, typ: string, key: CryptoKey): Promise<string> {
  const part = (value: unknown): string => toBase64Url(ascii.encode(JSON.stringify(value)));
  const content = `${part({ alg: 'ES256', typ })}.${part(claims)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, ascii.encode(content));
  return `${content}.${toBase64Url(new Uint8Array(signature))}`;
}

/**
 * The content of a JWE sealed to the device's P-256 key: ECDH-ES directly, A256GCM.
 * @throws SealProblem
 */
export async function unsealed<T>(jwe: string, key: CryptoKey): Promise<T> {
  const [head, wrapped, iv, text, tag, ...more] = jwe.split('.');
  if (!head || wrapped !== '' || !iv || text === undefined || !tag || more.length > 0) throw new SealProblem('malformed');
  const header = parse<Header>(fromBase64Url(head));
  if (header.alg !== 'ECDH-ES' || header.enc !== 'A256GCM' || !header.epk) throw new SealProblem('malformed');
  try {
    const contentKey = await agreedKey(header, key);
    const sealed = new Uint8Array([...fromBase64Url(text), ...fromBase64Url(tag)]);
    const how = { name: 'AES-GCM', iv: fromBase64Url(iv), additionalData: ascii.encode(head), tagLength: 128 };
    return parse<T>(new Uint8Array(await crypto.subtle.decrypt(how, contentKey, sealed)));
  } catch (error) {
    throw error instanceof SealProblem ? error : new SealProblem('forged');
  }
}

/** RFC 7518 4.6.2: Concat KDF (NIST SP 800-56A) with SHA-256, one round for 256 bits. */
async function agreedKey(header: Header, key: CryptoKey): Promise<CryptoKey> {
  const { kty, crv, x, y } = header.epk ?? {};
  const theirs = await crypto.subtle.importKey('jwk', { kty, crv, x, y } as JsonWebKey, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, key, 256));
  const counted = (bytes: Uint8Array): number[] => [...number32(bytes.length), ...bytes];
  const input = new Uint8Array([
    ...number32(1),
    ...secret,
    ...counted(ascii.encode(header.enc)),
    ...counted(fromBase64Url(header.apu ?? '')),
    ...counted(fromBase64Url(header.apv ?? '')),
    ...number32(256),
  ]);
  return crypto.subtle.importKey('raw', await crypto.subtle.digest('SHA-256', input), 'AES-GCM', false, ['decrypt']);
}

function number32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
