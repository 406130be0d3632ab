export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

const [themeAt, densityAt] = ['rollcall.theme', 'rollcall.density'];

/** How the console looks in this browser; `public/theme.js` puts it on before the first paint. */
export const appearance = {
  get theme(): Theme {
    const kept = localStorage.getItem(themeAt);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  },
  chooseTheme(theme: Theme): void {
    const { dataset } = document.documentElement;
    if (theme === 'system') {
      localStorage.removeItem(themeAt);
      delete dataset['theme'];
    } else {
      localStorage.setItem(themeAt, theme);
      dataset['theme'] = theme;
    }
  },
  get density(): Density {
    return localStorage.getItem(densityAt) === 'compact' ? 'compact' : 'comfortable';
  },
  chooseDensity(density: Density): void {
    const { dataset } = document.documentElement;
    if (density === 'comfortable') {
      localStorage.removeItem(densityAt);
      delete dataset['density'];
    } else {
      localStorage.setItem(densityAt, density);
      dataset['density'] = density;
    }
  },
};
