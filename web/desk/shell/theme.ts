import { Badge, Button, createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  colors: {
    // Mantine's dark greys are brownish beside our blues.
    dark: [
      '#eef0f8',
      '#c9cee0',
      '#a7aec7',
      '#7d849c',
      '#414862',
      '#303549',
      '#252a3d',
      '#1b1e2b',
      '#161924',
      '#12141d',
    ],
  },
  primaryShade: { light: 7, dark: 8 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } }),
    Button: Button.extend({ styles: { label: { fontWeight: 550 } } }),
  },
});

/** Where Mantine's own pairs of colours are too weak to read (below 4.5 to 1). */
export const readable: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-green-light-color': '#1b6b2c',
    '--mantine-color-orange-light-color': '#9c3504',
    '--mantine-color-indigo-light-hover': '#cdd8ff',
    '--mantine-color-red-light-hover': '#ffd9d9',
  },
  dark: {},
});
