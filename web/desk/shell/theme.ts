import { Badge, Button, createTheme } from '@mantine/core';

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
