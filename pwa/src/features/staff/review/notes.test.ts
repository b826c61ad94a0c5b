import { describe, expect, it } from 'vitest';
import { clockOf, momentOf, withNote, type StaffNote } from './notes';
import { spansOf, type Answer } from './timeline';

const note = (id: string, values: Partial<StaffNote>): StaffNote => ({
  id, interview_id: 'int_1', text: id, at: '2026-11-22T09:00:00Z', at_s: null, turn_id: null, take_id: null, take_s: null, by: 'Maya', is_mine: true,
  edited_at: null, is_hidden: false, ...values,
});
const answer = (values: Partial<Answer>): Answer => ({ turn_id: 't1', index: 1, take_id: 'tak_1', duration_s: 20, text: null, media_url: '/m', gaps: [], ...values }) as Answer;
const answers = [
  answer({ media_began_at: '2026-11-22T09:00:00Z', gaps: [{ at_s: 5, lost_ms: 4000 }] as Answer['gaps'] }),
  answer({ turn_id: 't2', index: 2, take_id: null, duration_s: null, text: 'typed', started_at: '2026-11-22T09:05:00Z' }),
];
const spans = spansOf(answers);

describe('a note', () => {
  it('lies where its moment is in the recording, else at its question', () => {
    expect(momentOf(note('a', { take_id: 'tak_1', take_s: 7.5, turn_id: 't1' }), answers, spans)).toBe(7.5);
    expect(momentOf(note('b', { turn_id: 't2' }), answers, spans)).toBe(20);
    expect(momentOf(note('c', { take_id: 'tak_9', take_s: 1 }), answers, spans)).toBeNull();
  });

  it('of a moment in the player is given the clock of the interview, with what was lost before it', () => {
    const [spoken, typed] = answers;
    if (!spoken || !typed) throw new Error('two answers');
    expect(clockOf(spoken, 4)).toBe('2026-11-22T09:00:04.000Z');
    expect(clockOf(spoken, 6)).toBe('2026-11-22T09:00:10.000Z');
    expect(clockOf(typed, 0)).toBe('2026-11-22T09:05:00.000Z');
    expect(clockOf(answer({ started_at: null, ended_at: null }), 1)).toBeNull();
  });

  it('is put in at its moment, and replaced where it was known', () => {
    const known = [note('a', {}), note('c', { at: '2026-11-22T09:02:00Z' })];
    expect(withNote(known, note('b', { at: '2026-11-22T09:01:00Z' })).map((each) => each.id)).toEqual(['a', 'b', 'c']);
    expect(withNote(known, note('a', { text: 'new' })).map((each) => each.text)).toEqual(['new', 'c']);
  });
});
