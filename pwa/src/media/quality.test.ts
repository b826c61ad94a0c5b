import { describe, expect, it } from 'vitest';
import { LADDER_START, rungFor, step, type LadderState, type NetworkSample } from './quality';

const line = (lossRatio: number, roundTripMs = 80, availableKbps: number | null = 1500): NetworkSample => ({
  lossRatio,
  roundTripMs,
  availableKbps,
});
const after = (state: LadderState, ...samples: NetworkSample[]): LadderState => samples.reduce(step, state);

describe('the degradation ladder', () => {
  it.each([
    [line(0.01), 0],
    [line(0.05), 1],
    [line(0, 350), 1],
    [line(0, 80, 400), 1],
    [line(0.1), 2],
    [line(0, 600), 2],
    [line(0, 80, 200), 2],
    [line(0.2), 3],
    [{ lossRatio: null, roundTripMs: null, availableKbps: null }, 0],
  ] as const)('asks of %j for rung %i', (sample, rung) => {
    expect(rungFor(sample)).toBe(rung);
  });

  it('steps down after two bad samples, not after one', () => {
    expect(after(LADDER_START, line(0.05)).rung).toBe(0);
    expect(after(LADDER_START, line(0.05), line(0.05)).rung).toBe(1);
    expect(after(LADDER_START, line(0.05), line(0), line(0.05)).rung).toBe(0);
  });

  it('gives the picture up only after six bad seconds on the lowest rung', () => {
    const low = after(LADDER_START, ...Array<NetworkSample>(4).fill(line(0.3)));
    expect(low.rung).toBe(2);
    expect(after(low, line(0.3), line(0.3)).rung).toBe(2);
    expect(after(low, line(0.3), line(0.3), line(0.3)).rung).toBe(3);
  });

  it('climbs one rung after ten good seconds', () => {
    const audio: LadderState = { rung: 3, worse: 0, better: 0 };
    const good = Array<NetworkSample>(5).fill(line(0));
    expect(after(audio, ...good.slice(1)).rung).toBe(3);
    expect(after(audio, ...good).rung).toBe(2);
    expect(after(audio, ...good, ...good, ...good).rung).toBe(0);
  });
});
