/** Sends one answer off until the server has signed for it: a recording by tus, a typed one in a request. */
import type { HttpStack } from 'tus-js-client';
import { get, post } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { device } from '../device';
import { SealProblem } from '../jose';
import { isPassing } from '../queue';
import { ReceiptProblem, checkedReceipt, uncheckedReceipt } from '../receipt';
import { statementOf } from '../statement';
import type { Sending, Take } from '../store/schema';
import { amend, layout, makeSafe, take as stored } from '../store/takes';
import { SendFailure } from './failure';
import { type Line, send } from './send';
import { ChunkSource } from './source';
import { tellStatus } from './status';

export interface Means {
  line: Line;
  signal: AbortSignal;
  httpStack?: HttpStack | undefined;
}

/** What is read of `UploadView`. */
interface UploadState {
  id: string;
  state: 'receiving' | 'verifying' | 'received' | 'refused';
  problem: string | null;
  receipt: string | null;
}

export const WHOLE = 'whole';
const ASK_FIRST_MS = 400;
const ASK_SLOWEST_MS = 5_000;
/** A file that arrived damaged is sent again so often. */
const TRIES = 3;

/**
 * Brings a take from `waiting` to `safe`, or to a `problem` that the person must know.
 * @throws SendFailure (passing), ApiProblem (passing), DOMException AbortError
 */
export async function sendAnswer(take: Take, means: Means): Promise<void> {
  const statement = take.statement ?? (await statementOf(take));
  const ready = await amend(take.id, () => ({ statement }));
  if (!ready) return;
  try {
    if (ready.kind === 'text') await sendText(ready);
    else await sendRecording(ready, means);
  } catch (error) {
    const code = refusalOf(error);
    if (code === null) throw error;
    await amend(take.id, () => ({ problem: code }));
  }
}

/** The code of what will not mend itself; null: it may. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof ReceiptProblem || error instanceof SealProblem) return 'receipt_broken';
  if (error instanceof SendFailure) return error.isPassing || error.status === 401 ? null : error.code;
  if (error instanceof ApiProblem) return isPassing(error) ? null : error.code;
  return null;
}

async function sendText(take: Take): Promise<void> {
  const body = { take: take.id, question_id: take.questionId, text: take.text ?? '', statement: take.statement };
  const { receipt } = await post<{ receipt: string }>(`/api/offline/packs/${encodeURIComponent(take.packId ?? '')}/texts`, body);
  await conclude(take, receipt);
}

async function sendRecording(take: Take, means: Means): Promise<void> {
  const source = new ChunkSource(take.id, await layout(take.id));
  const metadata = {
    source: 'offline', interview: take.interviewId, take: take.id, device: (await device()).id, filetype: take.mime,
    sha256: take.sha256 ?? '', pack: take.packId ?? '', question: take.questionId, statement: take.statement ?? '',
  };
  for (let attempt = 1; ; attempt++) {
    const receipt = await deliver(take.id, WHOLE, source, metadata, means);
    if (receipt !== null) return conclude(take, receipt);
    if (attempt === TRIES) throw new SendFailure('checksum_mismatch', 422);
  }
}

/**
 * Sends a file of a take, `name`d in its `sending`, and waits for the server's verdict. Returns the receipt; null: it
 * arrived damaged and is to be sent anew.
 */
export async function deliver(
  takeId: string,
  name: string,
  source: ChunkSource,
  metadata: Record<string, string>,
  means: Means,
): Promise<string | null> {
  const note = async (change: Partial<Sending>): Promise<void> => {
    await amend(takeId, ({ sending }) => ({ sending: { ...sending, [name]: { url: null, sentBytes: 0, ...sending[name], ...change } } }));
  };
  const before = (await stored(takeId))?.sending[name];
  let url: string;
  try {
    url = await send({
      source, metadata, url: before?.url ?? null, ...means,
      onUrl: (address) => note({ url: address }),
      onProgress: (sentBytes, isStored) => {
        tellStatus({ phase: 'sending', takeId, sentBytes, rate: means.line.rate });
        if (isStored) void note({ sentBytes });
      },
    });
  } catch (error) {
    const known = error instanceof SendFailure && error.code === 'upload_known' ? (error.extra['upload'] as UploadState | undefined) : undefined;
    if (known?.receipt) return known.receipt;
    throw error;
  }
  await note({ url, sentBytes: source.size });
  tellStatus({ phase: 'checking', takeId, sentBytes: source.size, rate: means.line.rate });
  const verdict = await verdictOn(url, means.signal);
  if (verdict.receipt) return verdict.receipt;
  await note({ url: null, sentBytes: 0 });
  if (verdict.problem === 'checksum_mismatch') return null;
  throw new SendFailure(verdict.problem ?? 'upload_refused', 422);
}

/** Asks until the server has looked at the file. */
async function verdictOn(url: string, signal: AbortSignal): Promise<UploadState> {
  const id = new URL(url, location.origin).pathname.split('/').at(-1) ?? '';
  for (let waitMs = ASK_FIRST_MS; ; waitMs = Math.min(waitMs * 1.5, ASK_SLOWEST_MS)) {
    const upload = await get<UploadState>(`/api/offline/uploads/${encodeURIComponent(id)}`, signal);
    if (upload.state === 'received' || upload.state === 'refused') return upload;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    signal.throwIfAborted();
  }
}

/**
 * Checks the receipt, and only then forgets. A browser that cannot check such signatures keeps the recording, with the
 * receipt, and counts it as arrived.
 */
async function conclude(take: Take, jws: string): Promise<void> {
  const expected = { sha256: take.sha256 ?? '', bytes: take.bytes };
  try {
    await makeSafe(take.id, await checkedReceipt(jws, expected));
  } catch (error) {
    if (!(error instanceof SealProblem) || error.code !== 'unsupported') throw error;
    await amend(take.id, () => ({ receipt: uncheckedReceipt(jws, expected) }));
  }
}
