export default {
  title: 'Welcome to the green room',
  lead: 'Where you wait before you go on. To come in, open the link in your invitation mail.',
  lost: 'Cannot find the mail?',
  lostBody: 'Look in the spam folder, or ask the person who invited you to send it again. The link is yours alone.',
  staff: 'I work here: sign in',
  help: 'Questions and answers',
};
