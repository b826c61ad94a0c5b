export default {
  pageTitle: 'A person takes over',
  chip: 'With a person now',
  title: (name: string) => `${name} will talk to you`,
  lead: 'You asked for a person, and that is what happens now. Nothing was recorded, and it does not count against you.',
  next: 'What happens next',
  one: (name: string) => `${name} reads your wish`,
  oneBody: 'It is in the inbox already.',
  two: 'You get a proposal for a talk',
  twoBody: 'By mail, as a rule within two working days.',
  three: 'The same questions, the same yardstick',
  threeBody: 'Everyone is assessed alike, whichever way they choose.',
  close: 'You may close this page.',
};
