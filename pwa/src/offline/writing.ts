/** Typed answers: kept on the phone as they grow, sent like recordings. */
import { type Reading, read } from './clock';
import type { PackClaims, PackedQuestion } from './contract';
import { sha256Hex } from './sha256';
import type { Take } from './store/schema';
import { amend, begin } from './store/takes';
import { likelyNow } from './time';

export interface Draft {
  pack: PackClaims;
  question: PackedQuestion;
  opened: Reading | null;
  /** Of the answer that was begun before; null begins one. */
  takeId: string | null;
  text: string;
}

/** Stores the text as it is now; the answer ends with its last change. */
export async function keepText(draft: Draft): Promise<Take | null> {
  const bytes = new TextEncoder().encode(draft.text);
  const sha256 = await sha256Hex(bytes);
  const now = read();
  const id = draft.takeId ?? crypto.randomUUID();
  if (draft.takeId === null) {
    await begin({
      id, interviewId: draft.pack.interview_id, path: 'offline', packId: draft.pack.pack_id, questionId: draft.question.question_id,
      index: draft.question.index, kind: 'text', mime: 'text/plain', state: 'kept', opened: draft.opened, began: now, startedMs: await likelyNow(),
    });
  }
  return amend(id, () => ({ text: draft.text, bytes: bytes.length, sha256, hash: null, ended: now }));
}
