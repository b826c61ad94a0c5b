// Before the first paint: the language, theme and text size that the person chose last time.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('greenroom.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var text = localStorage.getItem('greenroom.text-size');
    if (text === 'l' || text === 'xl') root.dataset.text = text;
    var language = localStorage.getItem('greenroom.language');
    root.lang = language === 'zh-CN' || language === 'en' ? language : /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
  } catch {
    root.lang = /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
  }
})();

// Who opens an invitation waits for what stands behind it: it is asked for while the scripts are still on their way.
(function () {
  var link = /^\/i\/([\w-]+)\/?$/.exec(location.pathname);
  if (!link || !AbortSignal.timeout) return;
  var answer = fetch('/api/invitations/lookup', {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Greenroom': '1' },
    body: JSON.stringify({ token: link[1] }),
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(15000),
  });
  answer.catch(function () {});
  window.greenroomAsked = { token: link[1], answer: answer };
})();
