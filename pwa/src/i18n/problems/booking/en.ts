/** Problems of booking; loaded with its screens. */
export default {
  nothing_to_book: ['There is nothing to book for this interview.', 'You can begin it whenever you are ready.'],
  slot_past: ['This time is over.', 'Choose a later one.'],
  slot_unknown: ['This time is not offered.', 'Choose one from the list; it is up to date now.'],
  slot_taken: ['That time has just gone.', 'These two are near it.'],
  hold_over: ['We kept the time for two minutes, and they are over.', 'Choose it again if it is still free.'],
  booking_closed: ['There is nothing left to book.', 'The timeline shows what comes next.'],
  booked_already: ['You have a time already.', 'Move it, or give it up first.'],
  nothing_booked: ['Nothing is booked.', 'Choose a time from the list.'],
  move_too_late: ['It is too close to move it yourself.', 'Write to your contact; they can still move it.'],
  moves_used_up: ['You have moved it as often as possible.', 'Write to your contact; they can still move it.'],
  cancel_too_late: ['It is too close to cancel it yourself.', 'Write to your contact; a word is enough.'],
  calendar_contended: ['Many people are choosing right now.', 'Try again {wait}.'],
  calendar_unknown: ['This calendar is shared no more.', 'Ask for its new address.'],
} as const satisfies Record<string, readonly [string, string]>;
