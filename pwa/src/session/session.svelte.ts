/** Who is signed in, and a candidate's own interview. */
import { get, post, put } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { InterviewView, Me } from '../api/types';
import { type Language, hasChosenLanguage, language, setLanguage } from '../i18n/index.svelte';

let me = $state.raw<Me | null | undefined>(undefined);
let interview = $state.raw<InterviewView | null>(null);

export const session = {
  /** Undefined until asked; null: nobody. */
  get me(): Me | null | undefined {
    return me;
  },
  get interview(): InterviewView | null {
    return interview;
  },
};

/** Asks the server who this is, once; throws only where it could not be asked. */
export async function ensureSession(signal?: AbortSignal): Promise<Me | null> {
  if (me !== undefined) return me;
  try {
    return await enter(await get<Me>('/api/me', signal), signal);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    me = null;
    noteSignIn(false);
    return null;
  }
}

const KEY = 'greenroom.signed-in';

function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

function noteSignIn(isIn: boolean): void {
  try {
    if (isIn) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
  } catch {
    // without storage the server is asked each time
  }
}

/**
 * As `ensureSession`, but asks only where somebody has signed in on this device: public screens need no more. Only a hint:
 * where it is missing though the cookie is good, the person sees the way in, and every screen behind it still asks.
 */
export async function knownSession(signal?: AbortSignal): Promise<Me | null> {
  return me || wasSignedIn() ? ensureSession(signal) : null;
}

/** Takes over a fresh sign-in: fetches the candidate's interview and settles the language. */
export async function enter(signedIn: Me, signal?: AbortSignal): Promise<Me> {
  interview = signedIn.interview_id ? await get<InterviewView>(`/api/interviews/${signedIn.interview_id}`, signal) : null;
  me = signedIn;
  noteSignIn(true);
  if (!hasChosenLanguage()) setLanguage(signedIn.language, false);
  else if (signedIn.language !== language()) void remember(language());
  return signedIn;
}

/** Keeps what a command answered, or fetches the interview again. */
export async function refreshInterview(signal?: AbortSignal): Promise<InterviewView | null> {
  if (me?.interview_id) setInterview(await get<InterviewView>(`/api/interviews/${me.interview_id}`, signal));
  return interview;
}

export function setInterview(next: InterviewView): void {
  interview = next;
}

/** The signed-in candidate's interview; screens with access `candidate` are only shown when there is one. */
export function ownInterview(): InterviewView {
  if (interview === null) throw new Error('No candidate is signed in.');
  return interview;
}

/** Names in local storage that begin with this hold a person's own unsent words; they go with signing out. */
export const OWN_WORDS = 'greenroom.own.';

export async function signOut(): Promise<void> {
  await post('/api/sign-out');
  forgetOwnWords();
  me = null;
  interview = null;
  noteSignIn(false);
}

function forgetOwnWords(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(OWN_WORDS)) localStorage.removeItem(name);
  } catch {
    // Storage refused: nothing was kept there.
  }
}

/** Switches the language here and, where someone is signed in, on the server. */
export function chooseLanguage(next: Language): void {
  setLanguage(next);
  if (me) void remember(next);
}

async function remember(next: Language): Promise<void> {
  try {
    me = await put<Me>('/api/me/language', { language: next });
  } catch {
    // the choice on this device stands; the server learns it at the next sign-in
  }
}
