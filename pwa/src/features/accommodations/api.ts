/** What a candidate asks for before the interview, and what is in force. */
import { get, post } from '../../api/client';
import type { components } from '../../api/schema';

export type Asked = components['schemas']['AccommodationsAsked'];
export type View = components['schemas']['AccommodationsView'];
export type Wish = Asked['wishes'][number];

const path = (id: string): string => `/api/interviews/${encodeURIComponent(id)}/accommodations`;

export const read = (id: string, signal: AbortSignal): Promise<View> => get<View>(path(id), signal);

export const ask = (id: string, asked: Asked): Promise<View> => post<View>(path(id), asked);
