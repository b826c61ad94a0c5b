export default {
  title: 'Help',
  lead: 'Short answers, also without a network.',
  fits: 'This may help now',
  all: 'All answers',
  away: 'The articles could not be fetched, and none are kept on this device yet.',
  chat: (name: string) => `Chat with ${name}`,
  search: 'Search the answers',
  none: 'No answer has these words. Ask a person instead.',
  contact: 'A person helps you',
  contactBody: (name: string) => `Still stuck? ${name} and the team answer in the chat.`,
  contactNobody: 'Reply to your invitation mail. A person reads every answer.',
  look: 'How it looks',
};
