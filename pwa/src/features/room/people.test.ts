import { describe, expect, it } from 'vitest';
import { said } from '../staff/room/story.svelte';
import { isCovering } from './layout';
import { moved, newer, placedForCandidate, placedForStaff, screenOf, speakerOf, watchables } from './people';
import type { Participant, RoomView } from './types';

const person = (id: string, rest: Partial<Participant> = {}): Participant => ({
  id, name: id, kind: id === 'candidate' ? 'candidate' : 'staff', role: id === 'candidate' ? null : 'interviewer', mode: 'take_part',
  since: '2026-11-22T08:00:00Z', is_leading: false, is_connected: true, is_muted: false, is_camera_off: false, is_sharing: false,
  hand_raised_at: null, room: `rom_1~${id}`, screen_room: null, take_ids: [], ...rest,
});
const candidate = person('candidate', { room: 'rom_1' });
const room = (version: number, participants: Participant[]): RoomView => ({
  version, interview_id: 'int_1', state: 'live', participants, held_by: null, conversation_since: null, is_recording: false, asked: null,
  seats: 6, seats_taken: 1,
});

describe('whom to watch', () => {
  it('everybody with a camera but oneself, and the screens', () => {
    const he = person('par_he', { is_sharing: true, screen_room: 'rom_1~par_he~screen' });
    const su = person('par_su', { mode: 'observe', room: null });
    expect(watchables([candidate, he, su], 'par_he').map((each) => each.endpoint)).toEqual(['/rtc/whep/rom_1']);
    expect(watchables([candidate, he, su], 'candidate').map((each) => [each.id, each.endpoint])).toEqual([
      ['par_he', '/rtc/whep/rom_1~par_he'], [screenOf('par_he'), '/rtc/whep/rom_1~par_he~screen'],
    ]);
  });
});

describe('who stands where', () => {
  const he = person('par_he');
  const su = person('par_su', { mode: 'observe', room: null });
  const wang = person('par_wang', { is_leading: true });

  it('the candidate is large for staff; who only listens has no picture', () => {
    const placed = placedForStaff([candidate, he, su, wang]);
    expect(placed.first?.id).toBe('candidate');
    expect(placed.beside.map((each) => each.id)).toEqual(['par_wang', 'par_he']);
    expect(placed.listening.map((each) => each.id)).toEqual(['par_su']);
  });

  it('who leads is large for the candidate', () => {
    expect(placedForCandidate([candidate, he, wang]).first?.id).toBe('par_wang');
    expect(placedForCandidate([candidate, su]).first).toBeNull();
  });

  it('a shared screen takes the large place, the candidate’s first', () => {
    const showing = { is_sharing: true };
    expect(placedForStaff([candidate, { ...he, ...showing }]).screen?.id).toBe('par_he');
    expect(placedForStaff([{ ...candidate, ...showing }, { ...he, ...showing }]).screen?.id).toBe('candidate');
  });
});

describe('what is new', () => {
  it('an older view does not replace a newer one', () => {
    const held = room(7, []);
    expect(newer(held, room(6, []))).toBe(held);
    expect(newer(held, room(8, [])).version).toBe(8);
  });

  it('tells who has come and gone, but not oneself, and nobody at first', () => {
    const he = person('par_he');
    const su = person('par_su');
    expect(moved(null, room(1, [candidate, he]), null)).toEqual({ came: [], went: [] });
    const { came, went } = moved(room(1, [candidate, he]), room(2, [candidate, su]), 'par_me');
    expect([came.map((each) => each.id), went.map((each) => each.id)]).toEqual([['par_su'], ['par_he']]);
    expect(moved(room(1, [candidate]), room(2, [candidate, su]), 'par_su').came).toEqual([]);
  });

  it('gives words to whose recording they come from, answers to the candidate', () => {
    const he = person('par_he', { take_ids: ['tak_2'] });
    expect(speakerOf([candidate, he], 'tak_2')?.id).toBe('par_he');
    expect(speakerOf([candidate, he], 'tak_9')?.id).toBe('candidate');
  });

  it('a caption said anew replaces its earlier words', () => {
    const caption = { take_id: 'tak_1', leg_id: 'leg_1', start_ms: 0, text: 'Two days' };
    const lines = said(said([], caption), { ...caption, text: 'Two days later' });
    expect(lines.map((line) => line.text)).toEqual(['Two days later']);
    expect(said(lines, { ...caption, start_ms: 900, text: 'I rang.' })).toHaveLength(2);
  });
});

it('shows an upright picture whole on a wide stage, and cuts the edges of one that nearly fits', () => {
  expect(isCovering(0.56, 1.6)).toBe(false);
  expect(isCovering(1.33, 1.6)).toBe(true);
  expect(isCovering(1.33, 0.64)).toBe(true);
  expect(isCovering(2.4, 0.6)).toBe(false);
  expect(isCovering(0, 1)).toBe(true);
});
