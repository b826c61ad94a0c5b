import { describe, expect, it } from 'vitest';
import { gainOf } from './loudness';

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
