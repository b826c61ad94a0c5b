export default {
  sections: {
    colour: 'Colour', type: 'Type', buttons: 'Buttons', inputs: 'Inputs', banners: 'Banners', progress: 'Progress', code: 'One-time code',
    chips: 'Chips', people: 'List rows, avatar', level: 'Level', tabs: 'Tabs', loading: 'Loading', table: 'Data table', empty: 'Empty',
    arch: 'Arch', room: 'Room', points: 'Points', dialogs: 'Dialog, sheet, toast', theme: 'Theme', icons: 'Icons',
  },
  words: {
    title: 'The Greenroom kit', lead: 'Every part, in every state.', display: 'Take your time', question: 'A question or a title', heading: 'A section',
    body: 'Body, sixteen points, for reading.', small: 'Small, for help and staff lists.', caption: 'Caption, the smallest a candidate sees.',
    start: 'Start', hover: 'Hover', focus: 'Focus', sending: 'Sending', notYet: 'Not yet', tonal: 'Tonal', neutral: 'Neutral', plain: 'Plain',
    wait: 'Wait', leave: 'Leave', smallButton: 'Small', name: 'Name', nameHelp: 'As in your passport.', mail: 'Email',
    mailError: 'The part after @ is missing.', agree: 'I agree', later: 'Later', needed: 'Please tick this.',
    offline: 'You are offline.', offlineBody: 'Answers stay safe on this phone.', uploading: 'Sending 2 of 5.', uploadingBody: 'You may close this page.',
    arrived: 'All five have arrived.', arrivedBody: 'Receipt 28D9·AA60', codeError: 'That code does not match. 3 tries left.',
    ready: 'Ready', waiting: 'Waiting', breach: 'Breach', forYou: 'For you', staffOnly: 'Staff only', recording: 'Recording',
    person: 'Su Min', personBody: 'Recruiter, here now', ai: 'The AI', transcript: 'Transcript', resume: 'Résumé', notes: 'Notes',
    started: 'Started', finished: 'Finished', stage: 'Stage', people: 'People', noTimes: 'No free times yet', noTimesBody: 'We write as soon as one opens.',
    suggest: 'Suggest a time', who: 'Who sees it', whoBody: 'Su Min and two interviewers. Nobody else.', keep: 'How long we keep it',
    keepBody: 'Encrypted, 180 days. Erase it any time.', dialog: 'Dialog', sheet: 'Sheet', toast: 'Toast', moved: 'Time moved to Monday 09:00',
    stopTitle: 'Stop here for today?', stopBody: 'Three answers are kept. You can come back until 4 December.', keepGoing: 'Keep going', stop: 'Stop and save',
    helpTitle: 'What would help?', repeat: 'Say the question again', write: 'Answer in writing', call: 'Ask a person to call me',
  },
};
