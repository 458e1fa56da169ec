/** Beside a served cell whose lesson a mentor verified. */
export const VerifiedTick = () => (
  <svg
    viewBox="0 0 12 12"
    width={11}
    height={11}
    style={{color: 'var(--preheat-served)', flex: 'none'}}
    aria-hidden
  >
    <path d="M2 6.500l3 3 5-7" fill="none" stroke="currentColor" strokeWidth="1.800" />
  </svg>
);
