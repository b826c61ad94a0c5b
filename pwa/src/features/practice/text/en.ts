export default {
  title: 'Practice',
  mark: 'Practice, not stored',
  doneTitle: 'That was the practice question.',
  doneLead: 'Nothing of it was recorded or sent. In the interview it goes just like this.',
  back: 'Back to the green room',
  again: 'Once more',
  help: 'Help',
};
