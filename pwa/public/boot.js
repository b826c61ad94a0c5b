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
