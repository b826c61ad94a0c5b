/** What lies on the phone, and its versions. A shape that once was in people's hands stays readable for ever. */
import type { DBSchema } from 'idb';
import type { Reading } from '../clock';
import type { HashState } from '../sha256';

export const DATABASE = 'greenroom-offline';
export const VERSION = 2;

/**
 * recording: chunks come in · cut: the app went away meanwhile, the person decides · kept: whole, not sent off yet ·
 * waiting: to be uploaded · safe: the server has signed for it, the chunks are gone.
 */
export type TakeState = 'recording' | 'cut' | 'kept' | 'waiting' | 'safe';
export type TakeKind = 'voice' | 'video' | 'text';

export interface Receipt {
  /** The server's JWS as it came. */
  jws: string;
  /** What people read to each other: `7F3A·91C2`. */
  code: string;
  at: string;
}

/** Where the bytes of a file went so far; a tus upload. */
export interface Sending {
  url: string | null;
  sentBytes: number;
  /** All of it is there; the server has yet to say what it thinks of it. */
  isThere: boolean;
  /** So often it arrived damaged. */
  failures: number;
}

export interface Take {
  /** Made here; the server knows the recording by it. */
  id: string;
  interviewId: string;
  /** offline: an answer of its own · live: the phone's copy of an answer that the server records as well. */
  path: 'offline' | 'live';
  packId: string | null;
  /** The take of the server of which this is a copy. */
  liveTakeId: string | null;
  questionId: string;
  /** Place of the question in the interview, from 1. */
  index: number;
  kind: TakeKind;
  mime: string;
  state: TakeState;
  /** The question was shown · answering began · it was closed. */
  opened: Reading | null;
  began: Reading;
  ended: Reading | null;
  /** Best guess of when it began, epoch ms. */
  startedMs: number;
  durationMs: number;
  chunks: number;
  bytes: number;
  hash: HashState | null;
  /** Of the whole file, hexadecimal; from `kept` on. */
  sha256: string | null;
  /** A typed answer. */
  text: string | null;
  /** Why a recording ended by itself: storage_full, device_lost, recorder_failed, app_closed. */
  endedBy: string | null;
  /** Signed by the device when it was sent off. */
  statement: string | null;
  /** By name of the file: `whole`, or the chunks of a copy, `14-29`. */
  sending: Record<string, Sending>;
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

/** A downloaded question pack as the server signed it; the questions in it are sealed to the device key. */
export interface StoredPack {
  id: string;
  interviewId: string;
  jws: string;
  fetchedMs: number;
  /** By question id, when it was opened here. */
  opened: Record<string, Reading>;
  /** By question id, when the server had an answer; ISO 8601. */
  answered: Record<string, string>;
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
  /** What a screen shows of it meanwhile; not sent. */
  shown?: unknown;
  queuedMs: number;
  /** Code of the refusal that the person must be told. */
  problem: string | null;
}

export interface Schema extends DBSchema {
  takes: { key: string; value: Take; indexes: { byState: TakeState; byInterview: string; byPath: Take['path'] } };
  chunks: { key: [string, number]; value: Chunk };
  packs: { key: string; value: StoredPack; indexes: { byInterview: string } };
  actions: { key: number; value: Action; indexes: { byId: string } };
  /** By name: see `settings.ts`, `device.ts`, `time.ts`. */
  settings: { key: string; value: unknown };
}
