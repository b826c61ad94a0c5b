import { describe, expect, it } from 'vitest';
import { gainOf, hearingOf } from './loudness';

describe('the gain of an answer', () => {
  it('brings quiet ones up and loud ones down to the same loudness', () => {
    expect(gainOf(-18)).toBe(1);
    expect(gainOf(-24)).toBeCloseTo(2, 1);
    expect(gainOf(-12)).toBeCloseTo(0.5, 1);
  });

  it('does not turn a whisper into noise, and leaves alone what was not measured', () => {
    expect(gainOf(-60)).toBe(8);
    expect(gainOf(0)).toBe(0.25);
    expect(gainOf(null)).toBe(1);
    expect(gainOf(undefined)).toBe(1);
  });
});

describe('what a listener is told of a recording', () => {
  const measured = (loudness_lufs: number | null): Parameters<typeof hearingOf>[0] => ({ peaks_url: '/peaks', loudness_lufs, duration_s: 30 });

  it('is nothing where it can be heard, or was not measured yet', () => {
    expect(hearingOf(measured(-23))).toBeNull();
    expect(hearingOf(measured(-36))).toBeNull();
    expect(hearingOf({ ...measured(null), peaks_url: null })).toBeNull();
    expect(hearingOf({ ...measured(null), duration_s: 0.3 })).toBeNull();
  });

  it('tells silence and what stays faint at the largest gain', () => {
    expect(hearingOf(measured(null))).toBe('silent');
    expect(hearingOf(measured(-48))).toBe('quiet');
  });
});
