/** The server's word that an answer is safe: checked before the phone forgets anything. */
import { RECEIPT_TYPE, type ReceiptClaims } from './contract';
import { verifiedByServer } from './signing-keys';
import type { Receipt } from './store/schema';

/** What a receipt must be about. */
export interface Expected {
  sha256: string;
  bytes: number;
}

export class ReceiptProblem extends Error {
  override readonly name = 'ReceiptProblem';
}

/** `7F3A·91C2`: the head of the content's hash, which staff and candidate can compare. */
export function codeOf(sha256: string): string {
  const head = sha256.slice(0, 8).toUpperCase();
  return `${head.slice(0, 4)}·${head.slice(4)}`;
}

/**
 * Reads a receipt and makes sure that it is the server's and about just this content.
 * @throws SealProblem, ReceiptProblem, ApiProblem
 */
export async function checkedReceipt(jws: string, expected: Expected): Promise<Receipt> {
  const claims = await verifiedByServer<ReceiptClaims>(jws, RECEIPT_TYPE);
  if (claims.sha256 !== expected.sha256 || claims.size_bytes !== expected.bytes) throw new ReceiptProblem('other content');
  return { jws, code: codeOf(claims.sha256), at: claims.received_at };
}

/** For a browser that cannot check Ed25519 signatures: it came over TLS, and the recording stays on the phone. */
export function uncheckedReceipt(jws: string, expected: Expected): Receipt {
  return { jws, code: codeOf(expected.sha256), at: new Date().toISOString() };
}
