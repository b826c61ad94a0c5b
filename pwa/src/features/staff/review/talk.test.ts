import { describe, expect, it } from 'vitest';
import { Clock, correction, inConversation, inTrack, isInGap, largeOf, linesOf, playable, totalOf, type Conversation, type Track } from './talk';

const track = (take_id: string, values: Partial<Track> = {}): Track => ({
  take_id, participant_id: 'par_1', name: take_id, role: 'interviewer', source: 'camera', began_at: null, offset_s: 0, duration_s: 60, media_state: 'ready',
  media_url: '/m', captions_url: null, mime_type: null, sources: [], gaps: [], segments: [], transcript_state: 'done', problem: null, thumbnail_url: null,
  peaks_url: null, loudness_lufs: null, ...values,
}) as Track;
const gaps = [{ at_s: 10, lost_ms: 4000 }, { at_s: 20, lost_ms: 1000 }] as Track['gaps'];

describe('a track', () => {
  it('begins at its place on the common clock, stands still in a gap, and ends', () => {
    const late = track('late', { offset_s: 5, gaps });
    expect([0, 4.9, 5, 14, 16, 19, 20, 65, 71].map((momentS) => inTrack(late, momentS))).toEqual([null, null, 0, 9, 10, 10, 11, 55, null]);
  });

  it('is in a gap from where nothing arrived until something did', () => {
    const late = track('late', { offset_s: 5, gaps });
    expect([4, 15, 15.1, 18.9, 19, 29, 29.5, 30].map((momentS) => isInGap(late, momentS))).toEqual([false, false, true, true, false, false, true, false]);
  });

  it('is found again from its own seconds', () => {
    const late = track('late', { offset_s: 5, gaps });
    for (const s of [0, 3, 9.9, 10.5, 19, 25, 60]) expect(inTrack(late, inConversation(late, s))).toBeCloseTo(s);
    expect(totalOf([late, track('other')])).toBe(70);
    expect(totalOf([])).toBe(0);
  });

  it('is left out until there is a file and its place is known', () => {
    const tracks = [track('a'), track('b', { media_url: null }), track('c', { offset_s: null }), track('d', { duration_s: null })];
    expect(playable({ tracks } as Conversation).map((each) => each.take_id)).toEqual(['a']);
  });
});

describe('the clock', () => {
  it('runs at its rate, stands, and goes on where it stood', () => {
    const clock = new Clock();
    clock.run(1000);
    expect(clock.at(3000)).toBe(2);
    clock.setRate(1.5, 3000);
    expect(clock.at(5000)).toBe(5);
    clock.stand(5000);
    expect([clock.at(9000), clock.isRunning]).toEqual([5, false]);
    clock.run(9000);
    clock.seek(30, 10_000);
    expect(clock.at(12_000)).toBe(33);
  });

  it('brings tracks that drift within 80 ms and keeps them there, at every rate', () => {
    for (const [firstDriftS, error, rate] of [[0.3, 0.004, 1], [-0.3, -0.006, 2], [0.2, 0.01, 0.75], [-2, 0.002, 1.5], [0.05, 0, 1]] as const) {
      const clock = new Clock();
      clock.setRate(rate, 0);
      clock.run(0);
      let [own, ownRate]: [number, number] = [firstDriftS, rate];
      let jumps = 0;
      for (let nowMs = 200; nowMs <= 60_000; nowMs += 200) {
        own += 0.2 * ownRate * (1 + error);
        const drift = own - clock.at(nowMs);
        if (nowMs > 8000) expect(Math.abs(drift)).toBeLessThan(0.08);
        const found = correction(drift, rate);
        if (found.jumps) [own, jumps] = [clock.at(nowMs), jumps + 1];
        ownRate = found.rate;
      }
      expect(jumps).toBeLessThanOrEqual(1);
    }
  });

  it('leaves alone what nobody notices, and never strays far from the rate', () => {
    expect(correction(0.02, 1)).toEqual({ rate: 1, jumps: false });
    expect(correction(0.3, 1).rate).toBeCloseTo(0.92);
    expect(correction(-0.3, 2).rate).toBeCloseTo(2.16);
    expect(correction(0.5, 1)).toEqual({ rate: 1, jumps: true });
  });
});

describe('what is shown', () => {
  const segment = (index: number, start_s: number, text: string) => ({ index, start_s, end_s: start_s + 1, text, confidence: 1, words: [], corrected: null });
  const tracks = [
    track('candidate', { role: null, segments: [segment(0, 4, 'Well'), segment(1, 9, 'Yes')] }),
    track('maya', { offset_s: 2, segments: [segment(0, 1, 'Tell me'), segment(1, 5, 'And then?')] }),
    track('slides', { source: 'screen', offset_s: 20, duration_s: 10, segments: [segment(0, 0, 'hum')] }),
  ];

  it('is what everybody said, in order, screens without words', () => {
    expect(linesOf(tracks).map((line) => line.text)).toEqual(['Tell me', 'Well', 'And then?', 'Yes']);
  });

  it('has the questions that were put to the candidate among the words', () => {
    const asked = [{ text: 'Tell me about a refund.', by: 'Maya', at: '2026-11-22T09:00:03Z', turn_id: null }];
    const lines = linesOf(tracks, { asked, began_at: '2026-11-22T09:00:00Z' });
    expect(lines.map((line) => [line.momentS, line.text, line.isPut])).toEqual([
      [3, 'Tell me', false], [3, 'Tell me about a refund.', true], [4, 'Well', false], [7, 'And then?', false], [9, 'Yes', false],
    ].toSorted((one, other) => Number(one[0]) - Number(other[0]) || Number(other[2]) - Number(one[2])));
  });

  it('is the candidate large, a screen while it is shared, or who was chosen', () => {
    expect([largeOf(tracks, null, 0), largeOf(tracks, null, 25), largeOf(tracks, 'maya', 25), largeOf(tracks, 'gone', 0)]).toEqual([
      'candidate', 'slides', 'maya', 'candidate',
    ]);
    expect(largeOf([], null, 0)).toBeNull();
  });
});
