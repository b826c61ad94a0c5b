export default {
  title: 'This door leads nowhere',
  body: 'Part of the address may be missing. Your invitation mail has the right link.',
  home: 'To the front door',
};
