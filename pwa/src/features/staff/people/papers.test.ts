import { describe, expect, it } from 'vitest';
import { atEndOf, dayOf } from './papers';

describe('the day of a paper', () => {
  const line = { id: '', name: 'Diploma', due_at: '', isReceived: false };

  it('is meant to its end', () => {
    for (const day of ['2026-02-28', '2026-12-31', '2028-02-29']) {
      const at = atEndOf({ ...line, day });
      expect(dayOf(at)).toBe(day);
      expect(dayOf(new Date(new Date(at).getTime() + 60_000).toISOString())).not.toBe(day);
    }
  });

  it('keeps its moment where it was not changed', () => {
    const at = new Date(2026, 10, 27, 9, 30).toISOString();
    expect(atEndOf({ ...line, day: dayOf(at), due_at: at })).toBe(at);
    expect(atEndOf({ ...line, day: '2026-11-28', due_at: at })).not.toBe(at);
  });
});
