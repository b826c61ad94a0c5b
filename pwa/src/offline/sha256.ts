/**
 * SHA-256 (FIPS 180-4) fed piece by piece. WebCrypto hashes only what is whole in memory; a take is hashed while it is
 * recorded, and the state is stored with each chunk, so that neither a long take nor a killed app needs a second pass.
 */

const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
  0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
  0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
  0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const BLOCK = 64;

/** What is needed to go on hashing later; survives structured cloning. `rest` is shorter than a block. */
export interface HashState {
  words: Uint32Array<ArrayBuffer>;
  rest: Uint8Array<ArrayBuffer>;
  bytes: number;
}

export class Sha256 {
  private readonly words: Uint32Array<ArrayBuffer>;
  private rest: Uint8Array<ArrayBuffer>;
  private bytes: number;
  private readonly schedule = new Uint32Array(BLOCK);

  constructor(state?: HashState | null) {
    this.words = state ? state.words.slice() : new Uint32Array(START);
    this.rest = state ? state.rest.slice() : new Uint8Array(0);
    this.bytes = state?.bytes ?? 0;
  }

  update(data: Uint8Array): this {
    this.bytes += data.length;
    let whole = data;
    if (this.rest.length > 0) {
      whole = new Uint8Array(this.rest.length + data.length);
      whole.set(this.rest);
      whole.set(data, this.rest.length);
    }
    const end = whole.length - (whole.length % BLOCK);
    for (let at = 0; at < end; at += BLOCK) this.block(whole, at);
    this.rest = Uint8Array.from(whole.subarray(end));
    return this;
  }

  state(): HashState {
    return { words: this.words.slice(), rest: this.rest.slice(), bytes: this.bytes };
  }

  /** Lower-case hexadecimal; the hash may be fed on afterwards. */
  hex(): string {
    const last = new Sha256(this.state());
    const padding = new Uint8Array((this.rest.length < 56 ? BLOCK : 2 * BLOCK) - this.rest.length);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(this.bytes / 0x20000000));
    view.setUint32(padding.length - 4, (this.bytes << 3) >>> 0);
    last.update(padding);
    return [...last.words].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  private block(data: Uint8Array, at: number): void {
    const w = this.schedule;
    const view = new DataView(data.buffer, data.byteOffset + at, BLOCK);
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(i * 4);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.words as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (this.words[i] = (this.words[i] as number) + value));
  }
}

/** SHA-256 of a whole in hexadecimal, by the browser's own code. */
export async function sha256Hex(data: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
