import { describe, expect, it } from 'vitest';
import { Sha256, sha256Hex } from './sha256';

/** Bytes that differ from seed to seed; the same every run. */
function bytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed * 2654435761 + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

describe('SHA-256 piece by piece', () => {
  it('is the standard’s for its examples', () => {
    expect(new Sha256().hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const abc = new TextEncoder().encode('abc');
    expect(new Sha256().update(abc).hex()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 65_537])('is WebCrypto’s for %i bytes, however they are cut', async (length) => {
    const data = bytes(length, length + 1);
    const wanted = await sha256Hex(data);
    for (const step of [1, 7, 63, 64, 65, 4096]) {
      if (length > 1000 && step < 63) continue;
      const hash = new Sha256();
      for (let at = 0; at < length; at += step) hash.update(data.subarray(at, at + step));
      expect(hash.hex()).toBe(wanted);
    }
  });

  it('goes on from a stored state', async () => {
    const data = bytes(300, 5);
    const first = new Sha256().update(data.subarray(0, 101));
    const stored = structuredClone(first.state());
    expect(new Sha256(stored).update(data.subarray(101)).hex()).toBe(await sha256Hex(data));
  });
});
