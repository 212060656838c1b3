import { useState } from 'preact/hooks';
import { keepPreference, readPreference } from './keep.ts';

type Theme = 'system' | 'light' | 'dark';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGN: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

const readTheme = (): Theme => {
  const kept = readPreference('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

const apply = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

/** Puts the kept theme on before the first draw. */
export const applyTheme = (): void => apply(readTheme());

/** Goes round: as the system, light, dark. */
export const ThemeButton = () => {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const turn = (): void => {
    const next = NEXT[theme];
    setTheme(next);
    keepPreference('theme', next);
    apply(next);
  };
  return (
    <button
      type="button"
      class="theme"
      onClick={turn}
      aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}`}
      title={`Theme: ${theme}`}
    >
      <span aria-hidden="true">{SIGN[theme]}</span>
    </button>
  );
};
