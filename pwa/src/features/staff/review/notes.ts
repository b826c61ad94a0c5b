/** Private notes on the player's line of time. Pure. */
import type { components } from '../../../api/schema';
import type { Answer, Span } from './timeline';

export type StaffNote = components['schemas']['StaffNoteView'];

/** Where a note lies on the whole line, in seconds: in its recording, else at its question; null before the first. */
export function momentOf(note: StaffNote, answers: readonly Answer[], spans: readonly Span[]): number | null {
  const inTake = note.take_id === null ? -1 : answers.findIndex((answer) => answer.take_id === note.take_id);
  if (inTake >= 0 && note.take_s !== null) return (spans[inTake]?.startS ?? 0) + note.take_s;
  const atTurn = answers.findIndex((answer) => answer.turn_id === note.turn_id);
  return atTurn >= 0 ? (spans[atTurn]?.startS ?? 0) : null;
}

/** When that was said: a place in an answer's recording on the clock of the interview; what was lost lies between. */
export function clockOf(answer: Answer, offsetS: number): string | null {
  const began = answer.media_began_at ?? answer.started_at ?? answer.ended_at;
  if (!began) return null;
  const lostMs = answer.gaps.filter((gap) => gap.at_s < offsetS).reduce((sum, gap) => sum + gap.lost_ms, 0);
  return new Date(Date.parse(began) + offsetS * 1000 + lostMs).toISOString();
}

/** The list with one note put in or replaced, by the moments that they are about. */
export function withNote(notes: readonly StaffNote[], note: StaffNote): StaffNote[] {
  return [...notes.filter((each) => each.id !== note.id), note].sort((one, other) => one.at.localeCompare(other.at));
}
