/**
 * Counts what vitest's JSON report tells. Nothing that went wrong may count as zero failures: a file that could
 * not be loaded is one, and so is a run that failed otherwise or ran no test at all.
 *
 * @param report the parsed report; undefined where vitest wrote none
 * @param exitCode vitest's; null where it was killed
 */
export function countTests(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const brokenFiles = (report?.testResults ?? []).filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length;
  if (failed > 0) return {passed, failed};
  return {passed, failed: exitCode === 0 && passed > 0 ? 0 : 1};
}
