/** One round of uploading: everything that waits, one after the other, until nothing does or something stops it. */
import { ApiProblem } from '../../api/problem';
import { put } from '../../api/client';
import { device } from '../device';
import { flush, isPassing } from '../queue';
import { uploadWishes } from '../store/settings';
import type { Take } from '../store/schema';
import { sentOf, takesIn } from '../store/takes';
import { copiesToSettle, settle } from '../twopath/reconcile';
import { type Means, concludeAnswer, isThere, sendAnswer } from './answers';
import { SendFailure } from './failure';
import { IDLE, type Phase, tellStatus } from './status';

const LOCK = 'greenroom.uploads';
const ASK_FIRST_MS = 400;
const ASK_SLOWEST_MS = 5_000;

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
  let askedMs = ASK_FIRST_MS;
  try {
    await tellWaiting();
    for (;;) {
      means.signal.throwIfAborted();
      if (!navigator.onLine) return held('offline');
      await flush();
      const waiting = await waitingTakes();
      const next = waiting.find((take) => !isThere(take));
      if (next) {
        const { isPaused, isWifiOnly } = await uploadWishes();
        if (isPaused) return held('paused');
        if (isWifiOnly && isMetered()) return held('wifi');
        await sendAnswer(next, means);
        continue;
      }
      if (waiting.length === 0) {
        await tellWaiting();
        return await settled(means);
      }
      askedMs = (await concluded(waiting, means)) ? ASK_FIRST_MS : await rested(askedMs);
    }
  } catch (error) {
    return after(error);
  }
}

/** What the phone recorded beside live answers, once nothing more important waits. */
async function settled(means: Means): Promise<Round> {
  let askAgainS: number | null = null;
  for (const copy of await copiesToSettle()) {
    const { isPaused, isWifiOnly } = await uploadWishes();
    if (isPaused) return held('paused');
    if (isWifiOnly && isMetered()) return held('wifi');
    const waitS = await settle(copy, means);
    if (waitS !== null) askAgainS = Math.min(waitS, askAgainS ?? waitS);
  }
  return askAgainS === null ? held('idle') : held('waiting', askAgainS);
}

/** Asks after everything that is there; whether the server has decided on any of it. */
async function concluded(waiting: Take[], means: Means): Promise<boolean> {
  let isNews = false;
  for (const take of waiting) {
    tellStatus({ phase: 'checking', takeId: take.id, sentBytes: take.bytes, rate: means.line.rate });
    isNews = (await concludeAnswer(take, means.signal)) || isNews;
  }
  return isNews;
}

/** Waits, and returns how long to wait the next time. */
async function rested(ms: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return Math.min(ms * 1.5, ASK_SLOWEST_MS);
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

/** Answers that may go, the oldest first. */
async function waitingTakes(): Promise<Take[]> {
  return (await takesIn('waiting')).filter((take) => take.path === 'offline' && take.problem === null && take.receipt === null);
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
