import { post, request } from '../../api/client';
import type { CodeSent, InvitationView, Me } from '../../api/types';

export const lookUp = (token: string, signal?: AbortSignal): Promise<InvitationView> =>
  request<InvitationView>('POST', '/api/invitations/lookup', { body: { token }, signal, sent: asked(token) });

/** The answer that `boot.js` asked for, once: who tries again asks anew. */
function asked(token: string): Promise<Response> | undefined {
  const early = window.greenroomAsked;
  window.greenroomAsked = undefined;
  return early?.token === token ? early.answer : undefined;
}

export const sendCode = (token: string): Promise<CodeSent> => post<CodeSent>('/api/invitations/code', { token });

export const signIn = (token: string, code: string): Promise<Me> => post<Me>('/api/invitations/sign-in', { token, code });
