export default {
  pageTitle: 'Demo mailbox',
  title: 'Demo mailbox',
  lead: 'All mail of the demo ends here, newest first. It looks again by itself.',
  empty: 'No mail yet',
  emptyBody: 'Ask for a code on an invitation; it arrives here.',
  absent: 'There is no demo mailbox here',
  absentBody: 'This server sends real mail. Look in your own mailbox.',
  to: (address: string) => `to ${address}`,
  code: 'Code',
  copied: 'Code copied.',
  copy: 'Copy the code',
};
