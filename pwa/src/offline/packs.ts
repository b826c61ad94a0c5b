/** Question packs: fetched ahead, checked, kept sealed; a question is unsealed when the person comes to it. */
import { post } from '../api/client';
import type { PackIssued } from '../api/types';
import { type Reading, estimate, read } from './clock';
import { type PackClaims, type PackedQuestion, type QuestionContent, PACK_TYPE, wireAnchor, wireReading } from './contract';
import { device, publicJwk } from './device';
import { SealProblem, unsealed } from './jose';
import { enqueue } from './queue';
import { verifiedByServer } from './signing-keys';
import { database } from './store/open';
import type { StoredPack } from './store/schema';
import { anchors, knowledge, learnTime } from './time';

/** A pack that was checked, with what happened to it on this phone. */
export interface Pack {
  claims: PackClaims;
  stored: StoredPack;
}

/** not_yet: it opens later · expired: the pack has run out · not_here: sealed to a key that this browser has lost. */
export class PackProblem extends Error {
  override readonly name = 'PackProblem';
  constructor(readonly code: 'not_yet' | 'expired' | 'not_here' | 'tampered') {
    super(code);
  }
}

/**
 * Fetches the pack of an interview, or its newest state, and keeps it.
 * @throws ApiProblem, PackProblem, StoreProblem
 */
export async function fetchPack(interviewId: string): Promise<Pack> {
  const { id, encryption, signing } = await device();
  const asked = { device: id, encryption: await publicJwk(encryption.publicKey), signing: await publicJwk(signing.publicKey) };
  const issued = await post<PackIssued>(`/api/interviews/${encodeURIComponent(interviewId)}/pack`, asked);
  const claims = await checked(issued.jws);
  if (claims.interview_id !== interviewId || claims.device !== id) throw new PackProblem('tampered');
  // `issued_at` is the moment of this very answer.
  await learnTime(Date.parse(claims.issued_at));
  const db = await database();
  const work = db.transaction('packs', 'readwrite', { durability: 'strict' });
  const known = await work.store.get(claims.pack_id);
  const stored: StoredPack = {
    id: claims.pack_id, interviewId, jws: issued.jws, fetchedMs: Date.now(),
    opened: known?.opened ?? {}, answered: known?.answered ?? {},
  };
  for (const other of await work.store.index('byInterview').getAllKeys(interviewId)) await work.store.delete(other);
  await work.store.put(stored);
  await work.done;
  return { claims, stored };
}

/** The pack of an interview that lies on this phone, newest first; null: none. @throws PackProblem `tampered` */
export async function keptPack(interviewId: string): Promise<Pack | null> {
  const all = await (await database()).getAllFromIndex('packs', 'byInterview', interviewId);
  const stored = all.sort((a, b) => b.fetchedMs - a.fetchedMs)[0];
  return stored ? { claims: await checked(stored.jws), stored } : null;
}

async function checked(jws: string): Promise<PackClaims> {
  try {
    return await verifiedByServer<PackClaims>(jws, PACK_TYPE);
  } catch (error) {
    if (error instanceof SealProblem && error.code !== 'unsupported') throw new PackProblem('tampered');
    throw error;
  }
}

/** Whether a question may be opened at `nowMs`. */
export function opening(claims: PackClaims, question: PackedQuestion, nowMs: number): 'open' | 'not_yet' | 'expired' {
  if (nowMs >= Date.parse(claims.expires_at)) return 'expired';
  return nowMs < Date.parse(question.opens_at) ? 'not_yet' : 'open';
}

/**
 * Unseals a question and marks it as opened, here at once and on the server when it can be reached. A question that was
 * opened before may be read again at any time.
 * @throws PackProblem
 */
export async function openQuestion(pack: Pack, question: PackedQuestion): Promise<{ content: QuestionContent; opened: Reading }> {
  const id = question.question_id;
  const at = read();
  const known = pack.stored.opened[id];
  if (!known) {
    const nowMs = estimate(await knowledge(), at)?.likelyMs ?? at.ownMs;
    const rule = opening(pack.claims, question, nowMs);
    if (rule !== 'open') throw new PackProblem(rule);
  }
  const content = await contentOf(question);
  const opened = known ?? (await markOpened(pack, id, at));
  return { content, opened };
}

/** What the question asks, without opening it for the first time: for those that were opened. @throws PackProblem */
export async function contentOf(question: PackedQuestion): Promise<QuestionContent> {
  const { encryption } = await device();
  try {
    return await unsealed<QuestionContent>(question.sealed, encryption.privateKey);
  } catch {
    throw new PackProblem('not_here');
  }
}

async function markOpened(pack: Pack, questionId: string, at: Reading): Promise<Reading> {
  const db = await database();
  const work = db.transaction('packs', 'readwrite', { durability: 'strict' });
  const stored = (await work.store.get(pack.stored.id)) ?? pack.stored;
  const first = stored.opened[questionId] ?? at;
  stored.opened[questionId] = first;
  await work.store.put(stored);
  await work.done;
  pack.stored.opened[questionId] = first;
  await enqueue({
    kind: 'question_opened', id: `opened-${pack.stored.id}-${questionId}`, method: 'POST', path: `/api/offline/packs/${encodeURIComponent(pack.stored.id)}/opened`,
    body: { questions: [{ question_id: questionId, opened: wireReading(first), anchors: (await anchors()).map(wireAnchor) }] },
  });
  return first;
}
