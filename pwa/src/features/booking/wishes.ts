/**
 * A time chosen without a network: kept on the phone, sent once when there is one, told where it could not be had. Until
 * it is booked the appointment of before stands.
 */
import { actions, dismiss, enqueue } from '../../offline/queue';
import { pokeUploads } from '../../offline/uploads/poke';
import { noteUse } from '../../offline/waiting';

const KIND = 'booking_wish';

/** `sequence` is that of the view in which it was chosen: what was changed elsewhere meanwhile is not undone. */
export interface Chosen {
  start: string;
  zone: string;
  sequence: number;
}

export interface Wish extends Chosen {
  id: string;
  /** Why it could not be had; null while it waits. */
  problem: string | null;
}

const pathOf = (interviewId: string): string => `/api/interviews/${encodeURIComponent(interviewId)}/booking/wish`;

/** Keeps a wish for sending; one that waited before is taken back. */
export async function wishFor(interviewId: string, chosen: Chosen): Promise<void> {
  for (const before of await wishesOf(interviewId)) await dismiss(before.id);
  await enqueue({ kind: KIND, method: 'POST', path: pathOf(interviewId), body: chosen });
  noteUse(); // the next start of the app sends it, wherever that is
  pokeUploads();
}

/** The newest wish of an interview; null: none. */
export async function wishOf(interviewId: string): Promise<Wish | null> {
  return (await wishesOf(interviewId)).at(-1) ?? null;
}

export function takeBack(id: string): Promise<void> {
  return dismiss(id);
}

async function wishesOf(interviewId: string): Promise<Wish[]> {
  const path = pathOf(interviewId);
  const found = (await actions()).filter((action) => action.kind === KIND && action.path === path);
  return found.map(({ id, body, problem }) => ({ ...(body as Chosen), id, problem }));
}
