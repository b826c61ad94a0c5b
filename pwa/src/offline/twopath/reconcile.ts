/**
 * After a live answer: asks the server what it missed, sends just that from the phone's copy, and forgets the copy once
 * the server has all. Of lower priority than answers that are on the phone alone.
 */
import { post } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { Reconciliation } from '../../api/types';
import { device } from '../device';
import { isPassing } from '../queue';
import { Sha256 } from '../sha256';
import type { Take } from '../store/schema';
import { type Part, discard, layout, liveCopies } from '../store/takes';
import { type Means, deliver, isThere, refusalOf } from '../uploads/answers';
import { ChunkSource } from '../uploads/source';
import { chosen, described, nameOf } from './stretches';

/** Nobody asks for a copy after that. */
const LIFE_MS = 7 * 24 * 3_600_000;
/** When to ask again: while the line is needed for the next answer, and when all was sent. */
const BUSY_S = 10;
const SENT_S = 2;
const PIECE_BYTES = 1_000_000;

/** Copies of answers that are over, oldest first. */
export async function copiesToSettle(): Promise<Take[]> {
  return (await liveCopies()).filter((take) => take.state === 'kept');
}

/** An answer is being given, which needs the line itself. */
async function isAnswering(): Promise<boolean> {
  return (await liveCopies()).some((take) => take.state === 'recording');
}

/**
 * Settles one copy as far as can be now. Returns how many seconds to wait before asking again; null: it is gone.
 * @throws as `deliver`, `post`: passing failures
 */
export async function settle(take: Take, means: Means): Promise<number | null> {
  if (Date.now() - take.began.ownMs > LIFE_MS) return forget(take);
  const parts = await layout(take.id);
  let said: Reconciliation;
  try {
    said = await post<Reconciliation>(
      `/api/interviews/${encodeURIComponent(take.interviewId)}/takes/${encodeURIComponent(take.liveTakeId ?? '')}/reconcile`,
      described(take, parts),
      means.signal,
    );
  } catch (error) {
    if (!(error instanceof ApiProblem) || isPassing(error)) throw error;
    return forget(take); // the interview or the take is gone from the server: nobody will ask for the copy
  }
  if (said.state === 'complete' || said.state === 'filled') return forget(take);
  if (said.state !== 'wanted') return said.retry_after_s ?? 5;
  if (await isAnswering()) return BUSY_S;
  for (const { first, last } of said.wanted) {
    if (!isThere(take, nameOf(first, last))) await sendRun(take, parts, first, last, means);
  }
  return SENT_S;
}

async function forget(take: Take): Promise<null> {
  await discard(take.id);
  return null;
}

async function sendRun(take: Take, parts: readonly Part[], first: number, last: number, means: Means): Promise<void> {
  const run = chosen(parts, first, last);
  if (!run) return;
  const name = nameOf(first, last);
  const source = new ChunkSource(take.id, run);
  try {
    await deliver(take.id, name, source, {
      source: 'two_path', interview: take.interviewId, take: take.liveTakeId ?? '', device: (await device()).id, filetype: take.mime,
      sha256: await hashOf(source), recording: take.id, began_at: new Date(take.startedMs).toISOString(), chunks: name,
    }, means);
  } catch (error) {
    // What the server will not have of a copy is no loss to the person: its own recording stands.
    if (refusalOf(error) === null) throw error;
    await discard(take.id);
  }
}

async function hashOf(source: ChunkSource): Promise<string> {
  const hash = new Sha256();
  for (let at = 0; at < source.size; at += PIECE_BYTES) hash.update(await source.read(at, Math.min(at + PIECE_BYTES, source.size)));
  return hash.hex();
}
