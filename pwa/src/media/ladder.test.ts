import { describe, expect, it } from 'vitest';
import { LADDER_START, RUNGS, chosen, rungFor, rungNow, step, worstOf, type Ladder, type NetworkSample } from './ladder';

const line = (lossRatio: number, roundTripMs = 80, availableKbps: number | null = 1500): NetworkSample => ({
  lossRatio,
  roundTripMs,
  availableKbps,
});
const times = (count: number, sample: NetworkSample): NetworkSample[] => Array<NetworkSample>(count).fill(sample);
const after = (state: Ladder, ...samples: NetworkSample[]): Ladder => samples.reduce(step, state);
const on = (rung: Ladder['rung']): Ladder => ({ ...LADDER_START, rung });

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
    [line(0, 80, 99), 3],
    [line(0, 80, 60), 3],
    [line(0.5), 4],
    [line(0, 80, 12), 4],
    [{ lossRatio: null, roundTripMs: null, availableKbps: null }, 0],
  ] as const)('asks of %j for rung %i', (sample, rung) => {
    expect(rungFor(sample)).toBe(rung);
  });

  it('steps down after two bad samples, not after one', () => {
    expect(after(LADDER_START, line(0.05)).rung).toBe(0);
    expect(after(LADDER_START, line(0.05), line(0.05)).rung).toBe(1);
    expect(after(LADDER_START, line(0.05), line(0), line(0.05)).rung).toBe(0);
  });

  it('gives the picture up only after six bad seconds on the lowest rung, and speech after ten more', () => {
    const low = after(LADDER_START, ...times(4, line(0.5)));
    expect(low.rung).toBe(2);
    expect(after(low, ...times(2, line(0.5))).rung).toBe(2);
    expect(after(low, ...times(3, line(0.5))).rung).toBe(3);
    expect(after(low, ...times(7, line(0.5))).rung).toBe(3);
    expect(after(low, ...times(8, line(0.5))).rung).toBe(4);
    expect(after(low, ...times(99, line(0.5))).rung).toBe(4);
  });

  it('gives the picture up within ten seconds of a line of 90 kbit/s, as Chromium and the node report such a one', () => {
    const told: [number, number][] = [[0.11, 1212], [0.19, 345], [0.2, 111], [0.09, 62], [0.04, 55]];
    const samples = told.map(([loss, available]) => line(loss, 20, available));
    expect(after(LADDER_START, ...samples.slice(0, 4)).rung).toBe(2);
    expect(after(LADDER_START, ...samples).rung).toBe(3);
  });

  it('gives the picture up after six seconds in which no picture could pass, not after four', () => {
    expect(after(LADDER_START, ...times(2, line(0.3, 80, 50))).rung).toBe(2);
    expect(after(LADDER_START, ...times(3, line(0.3, 80, 50))).rung).toBe(3);
    expect(after(LADDER_START, line(0.3, 80, 900), ...times(2, line(0.05, 80, 50))).rung).toBe(3);
  });

  it('leaves out a rung that the line says it cannot carry either, but loss alone goes down by one', () => {
    expect(after(LADDER_START, ...times(2, line(0.1, 80, 180))).rung).toBe(2);
    expect(after(LADDER_START, ...times(2, line(0.3, 80, 900))).rung).toBe(1);
  });

  it('does not take the low estimate that a short dip leaves behind for a line that no picture passes', () => {
    const dip = after(LADDER_START, line(0.7, 80, 40), ...times(2, line(0, 80, 45)));
    expect(dip.rung).toBe(1);
    expect(after(dip, line(0, 80, 60), line(0, 80, 110)).rung).toBe(2);
  });

  it('climbs one rung after ten good seconds', () => {
    expect(after(on(3), ...times(4, line(0))).rung).toBe(3);
    expect(after(on(3), ...times(5, line(0))).rung).toBe(2);
    expect(after(on(3), ...times(15, line(0))).rung).toBe(0);
  });

  it('climbs on a line that shows no more than what is sent, for nothing else can show it', () => {
    expect(after(on(3), ...times(5, line(0, 80, 60))).rung).toBe(2);
    expect(after(on(3), ...times(9, line(0, 80, 20))).rung).toBe(3);
    expect(after(on(3), ...times(9, line(0.2, 80, 60))).rung).toBe(3);
  });

  it('waits twice as long after each climb that failed, and the usual time after one that held', () => {
    const narrow = times(3, line(0, 80, 60));
    const once = after(on(3), ...times(5, line(0, 80, 60)), ...narrow);
    expect(once).toMatchObject({ rung: 3, patience: 10 });
    const twice = after(once, ...times(10, line(0, 80, 60)), ...narrow);
    expect(twice).toMatchObject({ rung: 3, patience: 20 });
    expect(after(twice, ...times(19, line(0, 80, 60))).rung).toBe(3);
    const held = after(twice, ...times(20, line(0)), ...times(8, line(0)));
    expect(held.patience).toBe(5);
  });

  it('never sits lower than it must for long: any history, then a good line, ends at the top', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let run = 0; run < 200; run++) {
      const history = Array.from({ length: 40 }, () => line(random() < 0.5 ? random() * 0.6 : 0, random() * 900, random() * 900));
      const later = after(LADDER_START, ...history, ...times(4 * 30 + 4 * 8, line(0)));
      expect(later.rung).toBe(0);
    }
  });
});

describe('a choice of the person', () => {
  it('holds at once, and nothing climbs above it', () => {
    const quiet = chosen(LADDER_START, 3);
    expect(quiet.rung).toBe(3);
    expect(after(quiet, ...times(60, line(0))).rung).toBe(3);
  });

  it('leaves the line to go lower', () => {
    expect(after(chosen(LADDER_START, 3), ...times(5, line(0.6))).rung).toBe(4);
  });

  it('can be taken back: the picture is tried at once', () => {
    expect(chosen(chosen(LADDER_START, 3), 0).rung).toBe(0);
    expect(chosen(on(2), 0).rung).toBe(2);
  });
});

it('is offline once the line has been away for twenty seconds', () => {
  expect(rungNow(on(1), 0)).toBe('video_medium');
  expect(rungNow(on(1), 19_000)).toBe('video_medium');
  expect(rungNow(on(1), 20_000)).toBe('offline');
});

it('believes the worse of both ends', () => {
  expect(worstOf(line(0.01, 80), { lossRatio: 0.2, roundTripMs: null, availableKbps: null })).toEqual(line(0.2, 80));
  expect(worstOf(line(0.01, 80), null)).toEqual(line(0.01, 80));
});

it('has no picture below the third rung, and no sound below the fourth', () => {
  expect(RUNGS.map((rung) => [rung.hasVideo, rung.hasSound])).toEqual([
    [true, true], [true, true], [true, true], [false, true], [false, false],
  ]);
});
