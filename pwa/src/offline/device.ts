/** Who this browser is to the server: an id and two P-256 keys whose private parts no script can read. */
import { remembered } from './store/settings';

interface Device {
  id: string;
  /** ECDH: questions are sealed to it. */
  encryption: CryptoKeyPair;
  /** ECDSA: it signs the times of answers. */
  signing: CryptoKeyPair;
}

export interface PublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

const CURVE = 'P-256';

/** Made at the first call and kept; the same in every tab. */
export function device(): Promise<Device> {
  return remembered<Device>('device', async () => ({
    id: crypto.randomUUID(),
    encryption: await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: CURVE }, false, ['deriveBits']),
    signing: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: CURVE }, false, ['sign', 'verify']),
  }));
}

export async function publicJwk(key: CryptoKey): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty: 'EC', crv: CURVE, x: x ?? '', y: y ?? '' };
}
