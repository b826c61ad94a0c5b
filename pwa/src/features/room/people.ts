/** Who is where in the room: on the large place, beside it, only listening. Pure. */
import type { Watchable } from './remote.svelte';
import type { Participant, RoomView } from './types';

const endpoint = (room: string): string => `/rtc/whep/${encodeURIComponent(room)}`;
/** The shared screen of a person is watched beside their camera, under a name of its own. */
export const screenOf = (id: string): string => `${id} screen`;

/** Takes a view of the room unless a newer one is there. */
export function newer<View extends { version: number }>(held: View | null, come: View): View {
  return held && come.version < held.version ? held : come;
}

/** Everybody who has a camera or microphone in the room, but oneself; and all shared screens but one's own. */
export function watchables(participants: readonly Participant[], me: string | null): Watchable[] {
  const found: Watchable[] = [];
  for (const each of participants) {
    if (each.id === me) continue;
    if (each.room) found.push({ id: each.id, endpoint: endpoint(each.room), resource: String(each.is_connected) });
    if (each.is_sharing && each.screen_room) found.push({ id: screenOf(each.id), endpoint: endpoint(each.screen_room), resource: null });
  }
  return found;
}

export interface Placed {
  /** A shared screen, where there is one. */
  screen: Participant | null;
  /** Who stands large, unless a screen does. */
  first: Participant | null;
  /** Small pictures, in order: who leads first. */
  beside: Participant[];
  /** Who only listens: named, without a picture. */
  listening: Participant[];
}

/** The staff's view: the candidate is large, the others beside; a shared screen takes the large place. */
export function placedForStaff(participants: readonly Participant[]): Placed {
  return placed(participants, participants.find((each) => each.kind === 'candidate') ?? null);
}

/** The candidate's view: who leads is large, else who is longest here. */
export function placedForCandidate(participants: readonly Participant[]): Placed {
  const taking = participants.filter((each) => each.kind === 'staff' && each.mode === 'take_part');
  const first = taking.find((each) => each.is_leading) ?? taking[0] ?? null;
  return placed(participants.filter((each) => each.kind === 'staff'), first);
}

function placed(participants: readonly Participant[], first: Participant | null): Placed {
  const others = participants.filter((each) => each !== first);
  const beside = others.filter((each) => each.mode === 'take_part').sort((a, b) => Number(b.is_leading) - Number(a.is_leading));
  const screens = participants.filter((each) => each.is_sharing);
  return {
    screen: screens.find((each) => each.kind === 'candidate') ?? screens[0] ?? null,
    first,
    beside,
    listening: others.filter((each) => each.mode === 'observe'),
  };
}

/** Who has come and who has gone between two views; the first view announces nobody. */
export function moved(before: RoomView | null, after: RoomView, me: string | null): { came: Participant[]; went: Participant[] } {
  if (!before) return { came: [], went: [] };
  const isNew = (list: readonly Participant[]) => (each: Participant) => each.id !== me && each.kind === 'staff' && !list.some((other) => other.id === each.id);
  return { came: after.participants.filter(isNew(before.participants)), went: before.participants.filter(isNew(after.participants)) };
}

/** Whose words a caption bears; answers to the AI are the candidate's. */
export function speakerOf(participants: readonly Participant[], takeId: string): Participant | null {
  return participants.find((each) => each.take_ids?.includes(takeId)) ?? participants.find((each) => each.kind === 'candidate') ?? null;
}
