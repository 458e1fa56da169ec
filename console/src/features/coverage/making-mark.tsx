/** Beside the state of a cell whose lesson is being made: an hourglass. */
export const MakingMark = () => (
  <svg
    viewBox="0 0 12 12"
    width={11}
    height={11}
    style={{color: 'var(--preheat-placeholder)', flex: 'none'}}
    aria-hidden
  >
    <path
      d="M2.5 1.25h7l-7 9.500h7z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.600"
      strokeLinejoin="round"
    />
  </svg>
);
