import { post } from '../../api/client';
import type { HandOverView, Me } from '../../api/types';

/** A link for one other device; the one before it no longer works. */
export const offer = (signal?: AbortSignal): Promise<HandOverView> => post<HandOverView>('/api/hand-overs', undefined, signal);

/** Signs this device in by the link that another one shows. */
export const accept = (token: string): Promise<Me> => post<Me>('/api/hand-overs/sign-in', { token });
