/** The question bank over the API. */
import { get, post, put } from '../../../api/client';
import type { AnswerKind, BankPage, BankView, Competency, PositionFlows, Question } from '../flows/types';

export interface Wanted {
  words: string;
  kind?: AnswerKind | null;
  competency?: string | null;
  isArchived?: boolean;
}

export interface Written {
  question: Question;
  tags: readonly string[];
  note: string;
  /** The version that was read; null: a new question. */
  based_on: number | null;
}

const BASE = '/api/staff/questions';
const one = (id: string): string => `${BASE}/${encodeURIComponent(id)}`;

export function search(wanted: Wanted, signal?: AbortSignal): Promise<BankPage> {
  const query = new URLSearchParams({ q: wanted.words.trim() });
  if (wanted.kind) query.set('kind', wanted.kind);
  if (wanted.competency) query.set('competency', wanted.competency);
  if (wanted.isArchived) query.set('archived', 'true');
  return get<BankPage>(`${BASE}?${query}`, signal);
}

export const read = (id: string, signal?: AbortSignal): Promise<BankView> => get<BankView>(one(id), signal);

export const save = (id: string | null, written: Written): Promise<BankView> =>
  id === null ? post<BankView>(BASE, written) : put<BankView>(one(id), written);

export const archive = (id: string, isArchived: boolean): Promise<BankView> =>
  post<BankView>(`${one(id)}/archive`, { is_archived: isArchived });

/** What may be assessed: the competencies of all positions, each once. */
export async function competencies(signal?: AbortSignal): Promise<Competency[]> {
  const positions = await get<PositionFlows[]>('/api/staff/flows', signal);
  const all = positions.flatMap((each) => each.position.competencies);
  return [...new Map(all.map((each) => [each.id, each])).values()];
}
