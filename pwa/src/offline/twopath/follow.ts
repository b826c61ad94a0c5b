/**
 * The phone's own copy of a live answer (two paths): it begins and ends with the answer, whatever the network does.
 * The live screen calls `followLive` with each view; what records is loaded when the first answer begins.
 */
import type { LiveView } from '../../api/types';
import { spokenAs } from '../contract';

/** What is recorded now: the server's take, and how it is spoken. */
export interface LiveTake {
  interviewId: string;
  takeId: string;
  index: number;
  kind: 'voice' | 'video';
  /** The server's clock when the view was made, epoch ms; it came at `heardMs` of this page's steady clock. */
  serverMs: number;
  heardMs: number;
}

/** The take that runs in a view; null: none. */
export function runningTake(view: LiveView | null, heardMs: number): LiveTake | null {
  const turn = view?.turn;
  if (!view || !turn?.take_id || view.phase !== 'answering' || turn.is_practice || view.is_preview) return null;
  // A person leads: the server's recording of the answer stands still, and so does this one.
  if (view.held_by) return null;
  const kind = spokenAs(turn.kind);
  if (kind === null) return null;
  const { take_id: takeId, index } = turn;
  return { interviewId: view.interview_id, takeId, index, kind, serverMs: Date.parse(view.now), heardMs };
}

let latest: string | null = null;

/** Null for the view: the live screen is left. A copy that cannot be made is no harm: the server records as well. */
export function followLive(view: LiveView | null, stream: MediaStream | null, heardMs = 0): void {
  const take = runningTake(view, heardMs);
  const wanted = take && stream ? `${take.takeId} ${stream.id}` : null;
  if (wanted === latest) return;
  latest = wanted;
  import('./copier').then(
    ({ copy }) => copy(take, stream),
    (reason: unknown) => console.warn('two paths', reason),
  );
}
