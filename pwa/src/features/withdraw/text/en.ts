export default {
  open: 'Take my application back',
  title: 'Take your application back?',
  body: (name: string) =>
    `The interview ends, a booked time is cancelled, and nobody asks you for more. You cannot undo this yourself. If something is wrong, ${name} may be able to help first.`,
  kept: (days: number, name: string) =>
    `What you have answered stays encrypted and is deleted within ${days} days. ${name} deletes it sooner if you ask.`,
  yes: 'Yes, take it back',
  no: 'Keep my application',
};
