import { describe, expect, it } from 'vitest';
import { fitted, prepare, sharpness } from './photo';

const SIDE = 64;
const image = (shade: (x: number, y: number) => number): Uint8ClampedArray => {
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let i = 0; i < SIDE * SIDE; i++) pixels.fill(shade(i % SIDE, Math.floor(i / SIDE)), 4 * i, 4 * i + 3);
  return pixels;
};
const lines = (x: number): number => (Math.floor(x / 4) % 2 ? 30 : 220);
const soft = (x: number): number => 125 + 95 * Math.sin((x / 24) * Math.PI);

describe('a photo', () => {
  it('is sharp where it has edges, whatever they show', () => {
    expect(sharpness(image(lines), SIDE, SIDE)).toBeGreaterThan(0.2);
    expect(sharpness(image(soft), SIDE, SIDE)).toBeLessThan(0.05);
    expect(sharpness(image(() => 128), SIDE, SIDE)).toBeCloseTo(0);
  });

  it('is judged alike in a dim room, and noise of a camera is no edge', () => {
    const dim = (x: number): number => 20 + lines(x) / 5;
    const noise = (x: number, y: number): number => ((x * 7919 + y * 104729) % 13) - 6;
    expect(sharpness(image(dim), SIDE, SIDE)).toBeGreaterThan(0.2);
    expect(sharpness(image((x, y) => soft(x) + noise(x, y)), SIDE, SIDE)).toBeLessThan(0.15);
  });

  it('is made smaller, never larger, and keeps its shape', () => {
    expect(fitted(4000, 3000, 2400)).toEqual({ width: 2400, height: 1800 });
    expect(fitted(800, 600, 2400)).toEqual({ width: 800, height: 600 });
    expect(fitted(9000, 1, 640)).toEqual({ width: 640, height: 1 });
  });

  it('is refused by name where it is no photo, or far too large', async () => {
    await expect(prepare(new Blob(['%PDF-1.7']))).rejects.toMatchObject({ problem: 'not_a_photo' });
    const huge = { size: 50 * 1024 * 1024 } as Blob;
    await expect(prepare(huge)).rejects.toMatchObject({ problem: 'too_large' });
  });
});
