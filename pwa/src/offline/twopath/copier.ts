/** Records what the live screen follows: one copy at a time, frugal, and only where there is room for it. */
import { later, read } from '../clock';
import { room } from '../quota';
import { Recording } from '../recording/recorder';
import { startOffline } from '../start';
import { learnTime, likelyNow } from '../time';
import { pokeUploads } from '../uploads/poke';
import type { LiveTake } from './follow';
import { carriesAPicture } from './strength';

const RATES = { videoBps: 350_000, audioBps: 32_000 };
/** The rest of the phone is for answers that are nowhere else. */
const LEAST_FREE_BYTES = 200_000_000;

let current: Recording | null = null;
let work: Promise<void> = Promise.resolve();

/** Ends the copy that runs and begins that of `take`; one after the other. */
export function copy(take: LiveTake | null, stream: MediaStream | null): Promise<void> {
  work = work
    .then(async () => {
      await end();
      if (take && stream) await begin(take, stream);
    })
    .catch((reason: unknown) => console.warn('two paths', reason));
  return work;
}

async function end(): Promise<void> {
  const ended = current;
  current = null;
  if (!ended) return;
  await ended.stop();
  pokeUploads();
}

async function begin(take: LiveTake, stream: MediaStream): Promise<void> {
  await startOffline();
  const { freeBytes } = await room();
  if (freeBytes !== null && freeBytes < LEAST_FREE_BYTES) return;
  const now = read();
  await learnTime(take.serverMs, later(now, take.heardMs - now.steadyMs));
  const hasPicture = take.kind === 'video' && stream.getVideoTracks().length > 0 && carriesAPicture(navigator);
  const began = read();
  const id = crypto.randomUUID();
  current = await Recording.start(
    {
      id, interviewId: take.interviewId, path: 'live', liveTakeId: take.takeId, questionId: '', index: take.index,
      kind: hasPicture ? 'video' : 'voice', began, startedMs: await likelyNow(),
    },
    stream,
    { onGrowth: () => undefined, onEnd: () => { if (current?.takeId === id) current = null; } },
    RATES,
  );
}

