import './styles/layers.css';
import './styles/tokens.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client';
import { rememberFocus } from './parts/focus-return';
import { loadFirstPage, router } from './router';
import { loadTexts, preferredLanguage } from './texts';

// React Aria adds a style of its own unless an element with this id is there; the page's policy allows none (styles/base.css has the rule).
const pressable = document.createElement('meta');
pressable.id = 'react-aria-pressable-style';
document.head.append(pressable);
rememberFocus();

/** Not awaited by the module: other languages import from the file that this is in. */
async function start(): Promise<void> {
  const texts = loadTexts(preferredLanguage()); // says which language, of which the page's sentences are loaded too
  loadFirstPage();
  const locale = await texts;
  const root = document.querySelector('#root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={locale}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
void start();
