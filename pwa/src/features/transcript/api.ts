/** One's own transcripts and the corrections to them. */
import { get, put } from '../../api/client';
import type { components } from '../../api/schema';

export type OwnTranscript = components['schemas']['OwnTranscript'];
export type OwnLine = components['schemas']['OwnLine'];

const path = (id: string): string => `/api/interviews/${encodeURIComponent(id)}/transcripts`;

export const read = (id: string, signal: AbortSignal): Promise<OwnTranscript[]> => get<OwnTranscript[]>(path(id), signal);

/** An empty `text` takes the correction back. All transcripts as they are then. */
export const correct = (id: string, takeId: string, index: number, text: string): Promise<OwnTranscript[]> =>
  put<OwnTranscript[]>(`${path(id)}/${encodeURIComponent(takeId)}`, { index, text });
