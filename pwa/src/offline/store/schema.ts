/** What lies on the phone, and its versions. A shape that once was in people's hands stays readable for ever. */
import type { DBSchema } from 'idb';
import type { Anchor, Estimate } from '../clock';
import type { HashState } from '../sha256';

export const DATABASE = 'greenroom-offline';
export const VERSION = 1;

/**
 * recording: chunks come in · cut: the app went away meanwhile, the person decides · kept: whole, not sent off yet ·
 * waiting: to be uploaded · sent: every byte is there, the receipt is outstanding · safe: the server has signed for it,
 * the chunks are gone.
 */
export type TakeState = 'recording' | 'cut' | 'kept' | 'waiting' | 'sent' | 'safe';

/** When the question was opened, by which clocks; goes along with the answer. */
export interface Opening {
  atMs: number;
  earliestMs: number;
  trust: Estimate['trust'];
  ownMs: number;
  anchorMs: number;
}

export interface Receipt {
  /** The server's JWS as it came. */
  jws: string;
  /** What people read to each other: `7F3A·91C2`. */
  code: string;
  at: string;
}

export interface Take {
  id: string;
  interviewId: string;
  packId: string | null;
  questionId: string;
  /** Place of the question in the interview, from 1. */
  index: number;
  /** offline: an answer of its own · live: the phone's copy of an answer that the server records as well. */
  path: 'offline' | 'live';
  kind: 'voice' | 'video' | 'text';
  mime: string;
  state: TakeState;
  opening: Opening | null;
  /** Best guess of when the recording began, epoch ms. */
  startedMs: number;
  durationMs: number;
  chunks: number;
  bytes: number;
  hash: HashState | null;
  /** Why a recording ended by itself: storage_full, device_lost, app_closed. */
  endedBy: string | null;
  uploadUrl: string | null;
  sentBytes: number;
  receipt: Receipt | null;
  /** Code of what the server has against it; it waits for the person. */
  problem: string | null;
}

/** One slice of a take; joined in order they are the file. Times are ms since the recording began. */
export interface Chunk {
  takeId: string;
  index: number;
  startMs: number;
  endMs: number;
  bytes: ArrayBuffer;
}

/** A downloaded question pack, still sealed to the device key. */
export interface StoredPack {
  id: string;
  interviewId: string;
  sealed: string;
  expiresMs: number;
  anchor: Anchor;
  /** Question id → when it was opened. */
  opened: Record<string, Opening>;
}

/** Something to be told to the server once, when it can be reached. */
export interface Action {
  /** Given by the browser, so that order is kept. */
  order?: number;
  /** Travels along; the server counts it once. */
  id: string;
  kind: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  queuedMs: number;
  /** Code of the refusal that the person must be told. */
  problem: string | null;
}

export interface Schema extends DBSchema {
  takes: { key: string; value: Take; indexes: { byState: TakeState; byInterview: string } };
  chunks: { key: [string, number]; value: Chunk };
  packs: { key: string; value: StoredPack; indexes: { byInterview: string } };
  actions: { key: number; value: Action; indexes: { byId: string } };
  /** `device`: the key pair; `uploads`: the person's wishes about uploading. */
  settings: { key: string; value: unknown };
}
