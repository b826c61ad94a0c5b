import type { TimelineEntry } from '../../../api/types';

type Entries = Record<TimelineEntry['id'], { title: string; body: string }>;

export default {
  transcript: 'What we heard',
  pageTitle: 'Timeline',
  steps: 'Your application, step by step',
  done: 'done',
  current: 'now',
  ahead: 'ahead',
  by: (day: string) => `Whatever it is, you will hear by ${day}`,
  received: (done: number, total: number) => (done >= total ? `all ${total} answers received` : `${done} of ${total} answers received`),
  ask: (name: string) => `Ask ${name}`,
  goOn: 'Go on',
  live: 'Updated just now',
  entries: {
    invited: { title: 'Invited', body: 'The invitation is on its way to you' },
    consented: { title: 'Agreed', body: 'You read what awaits you and decide' },
    checked: { title: 'Device check', body: 'Camera, microphone, sound, network' },
    interviewed: { title: 'Interview', body: 'When you like, at your own pace' },
    processing: { title: 'Written down', body: 'Software turns your words into text' },
    review: { title: 'Review by a person', body: 'People read; the AI only suggests' },
    result: { title: 'Result and feedback', body: 'Whatever it is, you will hear' },
  } as Entries,
  now: {
    invited: ['Your turn', 'Your invitation is open', 'Come in when you like; the room is ready.'],
    consented: ['Your turn', 'Next: the device check', 'It takes about two minutes. Nothing is recorded.'],
    checked: ['Your turn', 'Your device is ready', 'The interview starts when you press Start.'],
    live: ['Your turn', 'Your interview is running', 'Come back to the question where you were.'],
    paused: ['Your turn', 'Your interview waits for you', 'Same question, and the clock has stopped.'],
    submitted: ['Arrived', 'Your answers have arrived', 'They are safe. Next they are written down.'],
    processing: ['In the works', 'Your words are written down', 'This takes a few minutes. You need not wait here.'],
    reviewable: ['With a person now', '{name} is reading your answers', 'You will hear {by}, whatever the result.'],
    closed: ['Decided', 'A person has decided', 'Look into your mail; {name} answers questions.'],
    expired: ['Run out', 'The time for this interview has passed', '{name} can open it again. That is no disadvantage.'],
    withdrawn: ['Taken back', 'You took your application back', '{name} confirms what was erased.'],
    abandoned: ['Unfinished', 'The interview was not finished in time', 'What you answered is kept. {name} can open it again.'],
    human_route: ['With a person now', '{name} will talk to you', 'You get a proposal by mail.'],
  } as Record<string, [string, string, string]>,
  bySoon: 'from us',
  byDay: (day: string) => `by ${day}`,
};
