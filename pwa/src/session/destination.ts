/** Where a person belongs: the one function that decides, and which screens are open at a given state. */
import type { InterviewState, InterviewView, Me } from '../api/types';

const HOME: Record<InterviewState, string> = {
  invited: '/welcome',
  consented: '/check',
  checked: '/green-room',
  live: '/live',
  paused: '/live',
  submitted: '/thanks',
  processing: '/timeline',
  reviewable: '/timeline',
  closed: '/timeline',
  expired: '/timeline',
  withdrawn: '/timeline',
  abandoned: '/timeline',
  human_route: '/human-route',
};

/** Screens that a candidate may open besides the one where they belong. */
const ALSO: Partial<Record<InterviewState, readonly string[]>> = {
  invited: ['/timeline', '/booking'],
  consented: ['/welcome', '/timeline', '/booking', '/offline'],
  checked: ['/welcome', '/check', '/practice', '/timeline', '/booking', '/offline'],
  live: ['/check', '/green-room', '/offline'],
  paused: ['/check', '/green-room', '/timeline', '/offline'],
  submitted: ['/timeline', '/live', '/transcript'],
  processing: ['/thanks', '/live', '/transcript'],
  reviewable: ['/thanks', '/transcript'],
  closed: ['/transcript'],
  human_route: ['/timeline', '/booking'],
};

/** Screens that are open to a candidate whatever the interview's state. */
const ALWAYS: readonly string[] = ['/chat'];

/** What decides where a candidate stands. */
export type Standing = Pick<InterviewView, 'state'> & Partial<Pick<InterviewView, 'identity'>>;

/** Whether the interview asks who they are, and they have not said yet. */
function owesIdentity({ state, identity }: Standing): boolean {
  return (state === 'consented' || state === 'checked') && identity != null && identity.way === null;
}

const home = (interview: Standing): string => (owesIdentity(interview) ? '/identity' : HOME[interview.state]);

/** The screen on which someone who comes (back) shall stand. Null: not signed in. */
export function destination(me: Me | null, interview: Standing | null): string {
  if (me === null) return '/';
  if (me.kind === 'member') return homeOf(me);
  return interview === null ? '/' : home(interview);
}

/** Who takes part in interviews begins with their day; IT looks after accounts and sees no interviews. */
function homeOf({ permissions }: Me): string {
  if (permissions.includes('home.read')) return '/staff/home';
  return permissions.includes('member.read') && !permissions.includes('interview.list') ? '/staff/members' : '/staff/interviews';
}

/** The document may be shown before the start, and later where it is asked for once more. */
function mayShowIdentity({ state, identity }: Standing): boolean {
  return identity != null && (state === 'consented' || state === 'checked' || identity.verdict === 'again');
}

/** `path` where it is open at this standing, else where the candidate belongs. */
export function permitted(path: string, interview: Standing): string {
  const { state } = interview;
  const open = [
    home(interview), ...(owesIdentity(interview) ? [] : [HOME[state]]), ...(ALSO[state] ?? []), ...ALWAYS,
    ...(mayShowIdentity(interview) ? ['/identity'] : []),
  ];
  if (open.some((each) => path === each || path.startsWith(`${each}/`))) return path;
  return home(interview);
}
