/**
 * Sends an answer off: a recording by tus, a typed one in a request. What has arrived is looked at by the server, which
 * takes a while; meanwhile the next one goes.
 */
import type { HttpStack } from 'tus-js-client';
import { get, post } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { AnswerReceived, UploadView } from '../../api/types';
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

export const WHOLE = 'whole';
/** A file that arrived damaged is sent again so often. */
const TRIES = 3;
const UNSENT: Sending = { url: null, sentBytes: 0, isThere: false, failures: 0 };

export function isThere(take: Take, name = WHOLE): boolean {
  return take.sending[name]?.isThere ?? false;
}

/**
 * Brings all bytes of a `waiting` take to the server, or the take to a `problem` that the person must know.
 * @throws SendFailure (passing), ApiProblem (passing), DOMException AbortError
 */
export async function sendAnswer(take: Take, means: Means): Promise<void> {
  const statement = take.statement ?? (await statementOf(take));
  const ready = await amend(take.id, () => ({ statement }));
  if (!ready) return;
  await orProblem(take.id, async () => {
    if (ready.kind === 'text') await sendText(ready);
    else await sendRecording(ready, means);
  });
}

/**
 * Asks once what the server thinks of a take that is there. False: it has not looked at it yet.
 * @throws as `sendAnswer`
 */
export async function concludeAnswer(take: Take, signal: AbortSignal): Promise<boolean> {
  let isOver = true;
  await orProblem(take.id, async () => {
    const verdict = await verdictOn(take.id, WHOLE, signal);
    if (verdict?.receipt) await conclude(take, verdict.receipt);
    isOver = verdict !== null;
  });
  return isOver;
}

async function orProblem(takeId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = refusalOf(error);
    if (code === null) throw error;
    await amend(takeId, () => ({ problem: code }));
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
  const { receipt } = await post<AnswerReceived>(`/api/offline/packs/${encodeURIComponent(take.packId ?? '')}/texts`, body);
  await conclude(take, receipt);
}

async function sendRecording(take: Take, means: Means): Promise<void> {
  const receipt = await deliver(take.id, WHOLE, new ChunkSource(take.id, await layout(take.id)), {
    source: 'offline', interview: take.interviewId, take: take.id, device: (await device()).id, filetype: take.mime,
    sha256: take.sha256 ?? '', pack: take.packId ?? '', question: take.questionId, statement: take.statement ?? '',
  }, means);
  if (receipt !== null) await conclude(take, receipt);
}

/**
 * Sends a file of a take, `name`d in its `sending`. Returns a receipt where the server has known the file before.
 * @throws as `send`
 */
export async function deliver(
  takeId: string,
  name: string,
  source: ChunkSource,
  metadata: Record<string, string>,
  means: Means,
): Promise<string | null> {
  const before = (await stored(takeId))?.sending[name];
  try {
    const url = await send({
      source, metadata, url: before?.url ?? null, ...means,
      onUrl: (address) => note(takeId, name, { url: address }),
      onProgress: (sentBytes, isStored) => {
        tellStatus({ phase: 'sending', takeId, sentBytes, rate: means.line.rate });
        if (isStored) void note(takeId, name, { sentBytes });
      },
    });
    await note(takeId, name, { url, sentBytes: source.size, isThere: true });
    return null;
  } catch (error) {
    const receipt = error instanceof SendFailure && error.code === 'upload_known' ? error.extra['receipt'] : null;
    if (typeof receipt === 'string') return receipt;
    if (!(error instanceof SendFailure) || (error.status !== 404 && error.status !== 410) || !before?.url) throw error;
    // The unfinished upload is gone from the server: begin it anew.
    await note(takeId, name, { url: null, sentBytes: 0 });
    throw new SendFailure('interrupted', 0);
  }
}

async function note(takeId: string, name: string, change: Partial<Sending>): Promise<void> {
  await amend(takeId, ({ sending }) => ({ sending: { ...sending, [name]: { ...UNSENT, ...sending[name], ...change } } }));
}

/**
 * What the server thinks of a file that is there; null: nothing yet. One that arrived damaged is to be sent anew.
 * @throws SendFailure where it was refused
 */
export async function verdictOn(takeId: string, name: string, signal: AbortSignal): Promise<UploadView | null> {
  const sending = (await stored(takeId))?.sending[name];
  if (!sending?.url) return null;
  const id = new URL(sending.url, location.origin).pathname.split('/').at(-1) ?? '';
  const upload = await get<UploadView>(`/api/offline/uploads/${encodeURIComponent(id)}`, signal);
  if (upload.state === 'received') return upload;
  if (upload.state !== 'refused') return null;
  const failures = sending.failures + 1;
  await note(takeId, name, { ...UNSENT, failures });
  if (upload.problem !== 'checksum_mismatch' || failures >= TRIES) throw new SendFailure(upload.problem ?? 'upload_refused', 422);
  return upload;
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
