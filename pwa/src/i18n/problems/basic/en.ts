/** What can be said of any problem by its kind alone; the rest is fetched (`../en.ts`). `{wait}`: for how long. */
export default {
  offline: ['You are offline.', 'Check your connection. What you typed stays here.'],
  unreachable: ['We cannot reach the server.', 'Wait a moment, then try again. Nothing is lost.'],
  unreadable: ['The server gave an answer we cannot read.', 'Try again. If it stays so, write to us.'],
  unauthorised: ['You are signed out.', 'Open the link in your invitation mail again.'],
  forbidden: ['This page is not for your account.', 'Sign in with the account that was invited.'],
  not_found: ['We cannot find this page.', 'Check the address, or open the link in your mail.'],
  rate_limited: ['That was a little too often.', 'Try again {wait}.'],
  unavailable: ['The server is busy for a moment.', 'Try again {wait}. Nothing is lost.'],
  too_large: ['That is more than we can take.', 'Make it shorter and send it again.'],
  invalid: ['Something in there does not fit.', 'Check what you entered and send it again.'],
  conflict: ['This has changed in the meantime.', 'We show you the newest state. Please look again.'],
  server: ['Something went wrong on our side.', 'Try again {wait}. If it stays so, write to us.'],
  waitSeconds: 'in {n} s',
  waitMinutes: 'in {n} min',
  waitSome: 'in a moment',
} as const satisfies Record<string, readonly [string, string] | string>;
