// Before the first paint: the theme that this browser keeps. Without one, the system's is shown.
const theme = localStorage.getItem('rollcall.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
if (localStorage.getItem('rollcall.density') === 'compact') document.documentElement.dataset.density = 'compact';
