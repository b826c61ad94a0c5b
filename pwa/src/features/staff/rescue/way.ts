/** Where somebody who has taken a call goes: to the interview, as a person among people. */
export function wayTo(interviewId: string): string {
  return `/staff/interviews/${encodeURIComponent(interviewId)}/room`;
}
