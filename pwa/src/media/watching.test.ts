import { describe, expect, it } from 'vitest';
import { SILENT, speaks } from './speaking';
import { OPEN_EYES, heardFrom, look, lossBetween, type Eyes } from './watching';

const report = (bytes: number, packets: number, lost: number, answers: number) => [
  { type: 'inbound-rtp', bytesReceived: bytes, packetsReceived: packets, packetsLost: lost },
  { type: 'inbound-rtp', bytesReceived: 10, packetsReceived: 1, packetsLost: -2 },
  { type: 'candidate-pair', nominated: true, responsesReceived: answers, currentRoundTripTime: 0.084 },
  { type: 'candidate-pair', nominated: false, responsesReceived: 1 },
];

describe('what comes from the others', () => {
  it('adds up both streams, and counts the answers of the node apart', () => {
    expect(heardFrom(report(1000, 99, 5, 7), 50)).toEqual({ atMs: 50, bytes: 1010, answers: 8, packets: 100, lost: 5, roundTripMs: 84 });
  });

  it('knows no loss where nothing came', () => {
    const before = heardFrom(report(1000, 100, 0, 1), 0);
    expect(lossBetween(before, before)).toBeNull();
    expect(lossBetween(before, heardFrom(report(2000, 175, 25, 1), 1000))).toBe(0.25);
  });
});

describe('eyes on a poor line', () => {
  const after = (eyes: Eyes, losses: (number | null)[]): Eyes => losses.reduce(look, eyes);
  const times = (n: number, loss: number | null): (number | null)[] => Array.from({ length: n }, () => loss);

  it('close after four bad seconds, not after one', () => {
    expect(after(OPEN_EYES, times(3, 0.3)).isOpen).toBe(true);
    expect(after(OPEN_EYES, [0.3, 0, 0.3, 0, 0.3]).isOpen).toBe(true);
    expect(after(OPEN_EYES, times(4, 0.3)).isOpen).toBe(false);
  });

  it('open again after ten good seconds, and later the next time', () => {
    const closed = after(OPEN_EYES, times(4, 0.3));
    expect(after(closed, times(9, 0)).isOpen).toBe(false);
    expect(after(closed, [...times(9, 0), 0.1, ...times(9, 0)]).isOpen).toBe(false);
    const opened = after(closed, times(10, 0));
    expect(opened.isOpen).toBe(true);
    const again = after(opened, times(4, 0.3));
    expect(after(again, times(19, 0)).isOpen).toBe(false);
    expect(after(again, times(20, 0)).isOpen).toBe(true);
  });

  it('do nothing while nothing comes', () => {
    expect(after(OPEN_EYES, times(30, null))).toEqual(OPEN_EYES);
  });
});

describe('who speaks', () => {
  const run = (levels: number[], stepMs = 100): boolean[] => {
    let state = SILENT;
    return levels.map((level, at) => (state = speaks(state, level, at * stepMs)).isSpeaking);
  };

  it('is lit after a moment of voice, not by a click', () => {
    expect(run([0, 0.2, 0, 0, 0])).toEqual([false, false, false, false, false]);
    expect(run([0, 0.2, 0.2, 0.2])).toEqual([false, false, false, true]);
  });

  it('stays lit through a breath', () => {
    const lit = run([0.2, 0.2, 0.2, ...Array.from({ length: 12 }, () => 0)]);
    expect(lit.slice(2, 11).every(Boolean)).toBe(true);
    expect(lit.at(-1)).toBe(false);
  });
});
