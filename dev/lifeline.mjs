// Loaded into the command's process before its own code: when the launcher dies without passing a signal on
// (kill -9), the services end in order instead of staying behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
