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

/** The screen on which someone who comes (back) shall stand. Null: not signed in. */
export function destination(me: Me | null, interview: Pick<InterviewView, 'state'> | null): string {
  if (me === null) return '/';
  if (me.kind === 'member') return seesOnlyMembers(me) ? '/staff/members' : '/staff/interviews';
  return interview === null ? '/' : HOME[interview.state];
}

/** IT looks after accounts and sees no interviews. */
function seesOnlyMembers(me: Me): boolean {
  return me.permissions.includes('member.read') && !me.permissions.includes('interview.list');
}

/** `path` where it is open at this state, else where the candidate belongs. */
export function permitted(path: string, state: InterviewState): string {
  const open = [HOME[state], ...(ALSO[state] ?? []), ...ALWAYS];
  if (open.some((each) => path === each || path.startsWith(`${each}/`))) return path;
  return HOME[state];
}
