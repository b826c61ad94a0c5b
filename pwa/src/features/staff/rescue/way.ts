/** Where somebody who has taken a call goes: to the interview, as a person among people. */
export function wayTo(_interviewId: string): string {
  return '/staff/monitor';
}
