import {createTheme, type MantineColorsTuple} from '@mantine/core';

const ember: MantineColorsTuple = [
  '#fff1ec',
  '#fde0d6',
  '#f9c3b1',
  '#f5a588',
  '#f08a66',
  '#e9714a',
  '#cf5227',
  '#b03e18',
  '#953312',
  '#76260b',
];

/** Colours hold a contrast of 4.5 : 1 with their text, in light and dark. */
export const theme = createTheme({
  colors: {ember},
  primaryColor: 'ember',
  // The same in the dark: Mantine chooses the colour of a button's words once, for the light shade.
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '650',
    sizes: {
      h1: {fontSize: '1.45rem'},
      h2: {fontSize: '1.12rem'},
      h3: {fontSize: '1.02rem'},
      h4: {fontSize: '0.95rem'},
      h5: {fontSize: '0.9rem'},
      h6: {fontSize: '0.875rem'},
    },
  },
  components: {
    Tooltip: {
      defaultProps: {events: {hover: true, focus: true, touch: true}, withArrow: true, openDelay: 150},
    },
    // In the colour of the alert it would lack contrast with its ground.
    Alert: {styles: {title: {color: 'var(--mantine-color-text)'}}},
    Modal: {defaultProps: {centered: true, closeButtonProps: {'aria-label': 'Close'}}},
    Drawer: {defaultProps: {closeButtonProps: {'aria-label': 'Close'}}},
    Table: {defaultProps: {verticalSpacing: 6, highlightOnHover: true}},
  },
});
