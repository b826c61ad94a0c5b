export default {
  speaking: (name: string) => `${name} is speaking with you`,
  speakingHint: 'The AI waits, and no clock runs. Take your time here too.',
  recorded: 'This talk is recorded',
  notRecorded: 'This talk is not recorded',
  asked: 'The question',
  connecting: (name: string) => `${name} will be here in a moment…`,
  lineAway: (name: string) => `${name} is being reconnected. Stay where you are.`,
  help: 'Help',
  keys: 'Microphone, camera and more',
};
