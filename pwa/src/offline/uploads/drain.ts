/** One round of uploading: everything that waits, one after the other, until nothing does or something stops it. */
import { ApiProblem } from '../../api/problem';
import { put } from '../../api/client';
import { device } from '../device';
import { flush, isPassing } from '../queue';
import { uploadWishes } from '../store/settings';
import type { Take } from '../store/schema';
import { sentOf, takesIn } from '../store/takes';
import { type Means, sendAnswer } from './answers';
import { SendFailure } from './failure';
import { IDLE, type Phase, tellStatus } from './status';

const LOCK = 'greenroom.uploads';

export interface Round {
  /** idle: nothing waits · waiting: a passing failure, try again after `retryAfterS` or later. */
  phase: Exclude<Phase, 'sending' | 'checking'>;
  retryAfterS: number | null;
}

/** What the Network Information API says, where it exists. */
interface Connection {
  type?: string;
}

/** Whether this is surely a line that is paid by the megabyte. */
export function isMetered(connection: Connection | undefined = (navigator as { connection?: Connection }).connection): boolean {
  return connection?.type === 'cellular';
}

/** From one tab (or the service worker) at a time; others wait for their turn. */
export async function drain(means: Means): Promise<Round> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? locks.request(LOCK, { signal: means.signal }, () => drainNow(means)) : drainNow(means);
}

async function drainNow(means: Means): Promise<Round> {
  const round = await attempt(means);
  tellStatus({ ...IDLE, phase: round.phase, rate: means.line.rate });
  return round;
}

async function attempt(means: Means): Promise<Round> {
  try {
    for (let isFirst = true; ; isFirst = false) {
      if (!navigator.onLine) return held('offline');
      await flush();
      const wishes = await uploadWishes();
      const take = await next();
      if (wishes.isPaused && take) return held('paused');
      if (wishes.isWifiOnly && take && isMetered()) return held('wifi');
      if (!take) {
        await tellWaiting();
        return held('idle');
      }
      if (isFirst) await tellWaiting();
      await sendAnswer(take, means);
    }
  } catch (error) {
    return after(error);
  }
}

const held = (phase: Round['phase'], retryAfterS: number | null = null): Round => ({ phase, retryAfterS });

/** @throws whatever is not a failure of the network or the server */
function after(error: unknown): Round {
  if (error instanceof SendFailure || error instanceof ApiProblem) {
    const retryAfterS = error instanceof SendFailure ? error.retryAfterS : error.retryAfter;
    if (error.status === 401) return held('signed_out');
    return held(navigator.onLine ? 'waiting' : 'offline', retryAfterS);
  }
  throw error;
}

/** The oldest answer that waits and may go. */
async function next(): Promise<Take | null> {
  const waiting = await takesIn('waiting');
  return waiting.find((take) => take.path === 'offline' && take.problem === null && take.receipt === null) ?? null;
}

/** A server that does not want to know is no reason to hold the answers back. */
function unlessPassing(error: unknown): void {
  if (!(error instanceof ApiProblem) || isPassing(error)) throw error;
}

let told = '';

/** Tells the server what still lies here, so that it can remind the person; only what has changed. */
async function tellWaiting(): Promise<void> {
  const here = (await takesIn('cut', 'kept', 'waiting', 'safe')).filter((take) => take.path === 'offline');
  const byInterview = new Map<string, { answers: number; size_bytes: number }>();
  for (const take of here) {
    const sum = byInterview.get(take.interviewId) ?? { answers: 0, size_bytes: 0 };
    const isWaiting = take.state !== 'safe' && take.receipt === null;
    byInterview.set(take.interviewId, {
      answers: sum.answers + (isWaiting ? 1 : 0),
      size_bytes: sum.size_bytes + (isWaiting ? take.bytes - sentOf(take) : 0),
    });
  }
  const news = JSON.stringify([...byInterview]);
  if (news === told || byInterview.size === 0) return;
  const { id } = await device();
  for (const [interview_id, sum] of byInterview) {
    await put('/api/offline/waiting', { interview_id, device: id, ...sum }).catch(unlessPassing);
  }
  told = news;
}
