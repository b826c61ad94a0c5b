import { describe, expect, it } from 'vitest';
import { FIRST_CHUNK_BYTES, afterCut, afterSuccess, smoothedRate } from './chunk-size';

const KIB = 1024;

/** Sizes over `count` chunks on a line of `bytesPerMs`. */
function sizes(bytesPerMs: number, count: number): number {
  let size = FIRST_CHUNK_BYTES;
  for (let i = 0; i < count; i++) size = afterSuccess(size, size, size / bytesPerMs);
  return size;
}

describe('the size of a chunk', () => {
  it('grows on a fast line up to 8 MiB and no further', () => {
    expect(sizes(10_000, 20)).toBe(8 * KIB * KIB);
  });

  it('settles near four seconds on a slow line', () => {
    const size = sizes(37.5, 20); // 300 kbit/s
    expect(size / 37.5).toBeGreaterThan(2_000);
    expect(size / 37.5).toBeLessThanOrEqual(4_000);
  });

  it('at most doubles at a time', () => {
    expect(afterSuccess(FIRST_CHUNK_BYTES, FIRST_CHUNK_BYTES, 1)).toBe(2 * FIRST_CHUNK_BYTES);
  });

  it('shrinks by cuts, never below 64 KiB', () => {
    let size = 1024 * KIB;
    for (let i = 0; i < 10; i++) size = afterCut(size);
    expect(size).toBe(64 * KIB);
  });

  it('does not shrink because the file ended', () => {
    expect(afterSuccess(1024 * KIB, 3, 100)).toBe(1024 * KIB);
  });
});

it('smooths the speed', () => {
  expect(smoothedRate(null, 1000, 1000)).toBe(1000);
  expect(smoothedRate(1000, 2000, 1000)).toBeCloseTo(1400);
});
