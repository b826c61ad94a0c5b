export default {
  title: 'Poor network?',
  body: 'Take the questions with you and answer offline.',
  taken: 'Answer offline',
  takenBody: 'The questions are on this phone, for flight mode too.',
};
