/** What is said inside signatures and seals, which the OpenAPI document cannot show: `backend/offline/schemas.py`. */
import type { Anchor, Reading } from './clock';

export interface LocalText {
  'zh-CN': string;
  en: string;
}

export type QuestionKind = 'video' | 'voice' | 'text' | 'code' | 'choice' | 'creative' | 'scenario';

/** How a kind is answered by the voice: with the picture or without; null: not by the voice. */
export function spokenAs(kind: string): 'video' | 'voice' | null {
  if (kind === 'video' || kind === 'scenario') return 'video';
  return kind === 'voice' ? 'voice' : null;
}

export interface PackedQuestion {
  question_id: string;
  index: number;
  kind: QuestionKind;
  thinking_s: number;
  soft_limit_s: number;
  hard_limit_s: number;
  /** JWE of `QuestionContent`. */
  sealed: string;
  opens_at: string;
  opened_at?: string | null;
  answered_at?: string | null;
  /** The hard limit is announced so long before, and may be extended so often by so much; packs of old say nothing. */
  warn_before_s?: number;
  extensions?: number;
  extension_s?: number;
}

export interface PackClaims {
  v: number;
  pack_id: string;
  interview_id: string;
  device: string;
  issued_at: string;
  expires_at: string;
  deadline: string;
  grace_s: number;
  questions: PackedQuestion[];
}

export interface QuestionContent {
  question_id: string;
  prompt: LocalText;
  rephrased?: LocalText | null;
  material?: LocalText | null;
  options?: { id: string; text: LocalText }[];
  choices_max?: number;
}

export interface ReceiptClaims {
  v: number;
  upload_id: string;
  take: string;
  take_id: string;
  interview_id: string;
  source: 'offline' | 'two_path';
  size_bytes: number;
  sha256: string;
  duration_s: number;
  received_at: string;
}

export const PACK_TYPE = 'greenroom-pack+jws';
export const TAKE_TYPE = 'greenroom-take+jws';
export const RECEIPT_TYPE = 'greenroom-receipt+jws';

export interface WireReading {
  page: string;
  steady_ms: number;
  own_ms: number;
}

export const wireReading = ({ page, steadyMs, ownMs }: Reading): WireReading => ({ page, steady_ms: steadyMs, own_ms: ownMs });

export const wireAnchor = ({ serverMs, at }: Anchor): { server_ms: number; at: WireReading } => ({
  server_ms: serverMs,
  at: wireReading(at),
});
