/** The server's public keys, kept so that packs and receipts can be checked without a network. */
import { get } from '../api/client';
import type { SigningKeys } from '../api/types';
import { SealProblem, type SigningKey, verified } from './jose';
import { change, setting } from './store/settings';

const KEY = 'signing-keys';

export async function fetchSigningKeys(): Promise<SigningKey[]> {
  const { keys } = await get<SigningKeys>('/api/offline/keys');
  return change<SigningKey[]>(KEY, () => keys);
}

/**
 * As `verified`, with the keys that are kept; asks the server once where it signs with a newer one.
 * @throws SealProblem, ApiProblem
 */
export async function verifiedByServer<T>(jws: string, typ: string): Promise<T> {
  const kept = (await setting<SigningKey[]>(KEY)) ?? [];
  try {
    return await verified<T>(jws, typ, kept);
  } catch (error) {
    if (!(error instanceof SealProblem) || error.code !== 'unknown_key') throw error;
    return verified<T>(jws, typ, await fetchSigningKeys());
  }
}
