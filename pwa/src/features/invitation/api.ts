import { post } from '../../api/client';
import type { CodeSent, InvitationView, Me } from '../../api/types';

export const lookUp = (token: string, signal?: AbortSignal): Promise<InvitationView> =>
  post<InvitationView>('/api/invitations/lookup', { token }, signal);

export const sendCode = (token: string): Promise<CodeSent> => post<CodeSent>('/api/invitations/code', { token });

export const signIn = (token: string, code: string): Promise<Me> => post<Me>('/api/invitations/sign-in', { token, code });
